#pragma once

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlschemas.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace planttwin::bridge {

// An XML schema, and what a text has against it.
class ContractSchema {
 public:
  explicit ContractSchema(const std::string& path) {
    const std::unique_ptr<xmlSchemaParserCtxt, decltype(&xmlSchemaFreeParserCtxt)> parser(
        xmlSchemaNewParserCtxt(path.c_str()), xmlSchemaFreeParserCtxt);
    schema_.reset(xmlSchemaParse(parser.get()));
    if (!schema_) throw std::runtime_error("no schema: " + path);
  }

  // The first fault of the root, or of the element that is the first child of the first child …, so
  // many levels below it; empty when all is well.
  std::string fault_of(const std::string& text, int below = 0) const {
    const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
        xmlReadMemory(text.data(), static_cast<int>(text.size()), "", nullptr, XML_PARSE_NOERROR),
        xmlFreeDoc);
    if (!document) return "not well formed";
    xmlNodePtr node = xmlDocGetRootElement(document.get());
    for (; below > 0 && node != nullptr; --below) node = xmlFirstElementChild(node);
    if (node == nullptr) return "nothing is inside";
    const std::unique_ptr<xmlSchemaValidCtxt, decltype(&xmlSchemaFreeValidCtxt)> validator(
        xmlSchemaNewValidCtxt(schema_.get()), xmlSchemaFreeValidCtxt);
    std::string fault;
    xmlSchemaSetValidStructuredErrors(
        validator.get(),
        [](void* user, auto* error) {
          auto& first = *static_cast<std::string*>(user);
          if (first.empty()) first = error->message;
        },
        &fault);
    const int result = xmlSchemaValidateOneElement(validator.get(), node);
    return result == 0 ? "" : fault.empty() ? "not valid" : fault;
  }

 private:
  struct Free {
    void operator()(xmlSchema* schema) const { xmlSchemaFree(schema); }
  };
  std::unique_ptr<xmlSchema, Free> schema_;
};

}  // namespace planttwin::bridge
