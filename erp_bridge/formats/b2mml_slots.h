#pragma once

#include <span>
#include <string_view>

// Where B2MML V0701 has the members of our messages: one table for each family of documents, read
// by the writer, the reader and the documentation alike.
namespace planttwin::bridge {

// A place below an element, such as "OperationsResponse/SegmentResponse/PostingDate". Steps:
// "MaterialActual[item]" is the one whose ID is "item"; "MaterialSubLot*" occurs once for each text
// of a list. Rows stand in the order that the schema demands.
struct B2mmlSlot {
  std::string_view path;
  // Whose text it is: a member of the body ("lot"), or an attribute of the envelope ("@id"). With
  // a constant: the member with which the constant comes and goes; none: it is always there.
  std::string_view member;
  // A text that is always the same; "Other:Scrapped" is Other with the attribute OtherValue.
  // "$state" and "$use" are what the kind says, "$unit" is the unit of the message once more.
  std::string_view constant = {};
  // Of a place that has to be there: an empty text stands for an absent member.
  bool may_be_empty = false;
};
// The path of the elements, each with an ID and values, that keep what has no place of its own:
// body members by their names, attributes of the envelope as "planttwin.runid".
inline constexpr std::string_view kB2mmlProperties = "*";
inline constexpr std::string_view kB2mmlNamespace = "http://www.mesa.org/xml/B2MML";

// How one kind of message travels.
struct B2mmlKind {
  std::string_view name;   // "MaterialIssued"
  std::string_view verb;   // "Sync"
  std::string_view noun;   // "OperationsPerformance": the document is SyncOperationsPerformance
  std::string_view state;  // "Released"; empty: left out
  std::string_view use;    // "Produced", likewise
};

std::span<const B2mmlKind> b2mml_kinds();
// Null where B2MML has no document for it.
const B2mmlKind* b2mml_kind(std::string_view name);
// The envelope, below "ApplicationArea".
std::span<const B2mmlSlot> b2mml_application_area();
// The body, below the noun.
std::span<const B2mmlSlot> b2mml_slots(std::string_view noun);

}  // namespace planttwin::bridge
