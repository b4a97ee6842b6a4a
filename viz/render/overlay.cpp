#include "viz/render/overlay.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "plant_models/run/machine_state.h"
#include "viz/render/label_places.h"
#include "viz/render/time_line.h"
#include "viz/scene/machine_shapes.h"

namespace planttwin::view {
namespace {

using playback::FloorPlan;

constexpr ImU32 kInk = IM_COL32(33, 43, 54, 255);
constexpr ImU32 kPale = IM_COL32(96, 108, 122, 255);
constexpr ImU32 kPaper = IM_COL32(255, 255, 255, 232);
constexpr ImU32 kBacklog = IM_COL32(118, 56, 160, 255);
constexpr ImU32 kLine = IM_COL32(176, 186, 197, 255);

ImU32 packed(Colour c) { return ImGui::ColorConvertFloat4ToU32(ImVec4(c.r, c.g, c.b, c.a)); }

// What an overlay is drawn with, and where.
struct Sheet {
  ImDrawList& draw;
  float width;
  float height;
  float scale;

  float size_of(float points) const { return points * scale; }
  void text(float x, float y, float points, ImU32 ink, const std::string& text) const {
    draw.AddText(ImGui::GetFont(), size_of(points), ImVec2(x, y), ink, text.c_str());
  }
  ImVec2 extent(float points, const std::string& text) const {
    return ImGui::GetFont()->CalcTextSizeA(size_of(points), 1e9F, 0, text.c_str());
  }
  void panel(float x, float y, float w, float h) const {
    draw.AddRectFilled(ImVec2(x, y), ImVec2(x + w, y + h), kPaper, size_of(5));
    draw.AddRect(ImVec2(x, y), ImVec2(x + w, y + h), kLine, size_of(5));
  }
};

void draw_title(const Sheet& sheet, const Moment& moment) {
  const FloorPlan& plan = moment.history.plan();
  const std::string title = plan.scenario;
  const std::string time =
      clock_text(plan, moment.now) + "   (" + span_text(moment.now) + " after the start)";
  const float w = std::max(sheet.extent(17, title).x, sheet.extent(12, time).x);
  const float pad = sheet.size_of(9);
  sheet.panel(pad, pad, w + 2 * pad, sheet.size_of(50));
  sheet.text(2 * pad, pad + sheet.size_of(5), 17, kInk, title);
  sheet.text(2 * pad, pad + sheet.size_of(29), 12, kPale, time);
}

void draw_figures(const Sheet& sheet, const Moment& moment) {
  std::int64_t late = 0;
  for (const playback::OrderNow& order : moment.state.orders) {
    const std::int64_t due = moment.history.order(order.number).due;
    if (due != playback::History::kNeverDue && due < moment.now) ++late;
  }
  std::vector<std::pair<const char*, std::int64_t>> figures = {
      {"lots in the plant",
       static_cast<std::int64_t>(moment.state.lots.size()) - moment.state.outside},
      {"lots waiting outside", moment.state.outside},
      {"orders open", static_cast<std::int64_t>(moment.state.orders.size())},
      {"of them late", late},
      {"orders completed", moment.state.totals.orders_completed},
      {"of them late", moment.state.totals.orders_late}};
  const std::vector<std::int32_t>& backlog = moment.history.levels().backlog;
  if (!backlog.empty()) {
    const auto step = static_cast<std::size_t>(moment.now / moment.history.levels().step);
    figures.emplace_back("messages waiting", backlog[std::min(step, backlog.size() - 1)]);
  }
  const float pad = sheet.size_of(9), row = sheet.size_of(17), w = sheet.size_of(190);
  const float x = sheet.width - w - pad;
  sheet.panel(x, pad, w, row * static_cast<float>(figures.size()) + pad);
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const float y = pad + sheet.size_of(4) + row * static_cast<float>(i);
    const std::string number = std::to_string(figures[i].second);
    const bool bad = std::string_view(figures[i].first) == "of them late" && figures[i].second > 0;
    sheet.text(x + pad, y, 12, kPale, figures[i].first);
    sheet.text(x + w - pad - sheet.extent(13, number).x, y, 13,
               bad ? packed(colour_of(Adherence::kLate)) : kInk, number);
  }
}

struct LegendEntry {
  Colour shade;
  std::string text;
  bool lot = false;
};

// Only what is to be seen.
std::vector<LegendEntry> legend_of(const Moment& moment) {
  std::array<int, kAdherences> lots{};
  for (const PlacedLot& lot : moment.picture.lots) ++lots[static_cast<std::size_t>(lot.adherence)];
  std::array<int, plant::kMachineStates> machines{};
  for (const playback::MachineNow& machine : moment.state.machines) {
    ++machines[static_cast<std::size_t>(machine.state)];
  }
  std::vector<LegendEntry> entries;
  for (std::size_t i = 0; i < lots.size(); ++i) {
    if (lots[i] == 0) continue;
    entries.push_back({kAdherenceColours[i],
                       std::string(kAdherenceNames[i]) + " " + std::to_string(lots[i]), true});
  }
  for (std::size_t i = 0; i < machines.size(); ++i) {
    if (machines[i] == 0) continue;
    std::string name(plant::kMachineStateNames[i]);
    std::replace(name.begin(), name.end(), '_', ' ');
    entries.push_back({kStateColours[i], name + " " + std::to_string(machines[i]), false});
  }
  return entries;
}

void draw_swatch(const Sheet& sheet, const LegendEntry& entry, float x, float middle) {
  const float half = sheet.size_of(4.5F);
  if (entry.lot) {
    sheet.draw.AddRectFilled(ImVec2(x, middle - half), ImVec2(x + 2 * half, middle + half),
                             packed(entry.shade));
    return;
  }
  sheet.draw.AddCircleFilled(ImVec2(x + half, middle), half, packed(entry.shade), 16);
  sheet.draw.AddCircle(ImVec2(x + half, middle), half, kLine, 16);
}

// A strip that ends above `bottom`, in as many rows as it takes.
void draw_legend(const Sheet& sheet, const Moment& moment, float bottom) {
  constexpr float kPoints = 11.5F;
  const std::vector<LegendEntry> entries = legend_of(moment);
  const float pad = sheet.size_of(9), row = sheet.size_of(17), swatch = sheet.size_of(14);
  struct Spot {
    std::string text;
    const LegendEntry* entry;
    float x;
    int row;
  };
  std::vector<Spot> spots;
  float x = 2 * pad;
  int rows = 0;
  const auto add = [&](const std::string& text, const LegendEntry* entry) {
    const float width = sheet.extent(kPoints, text).x + (entry == nullptr ? 0 : swatch);
    if (x + width > sheet.width - 2 * pad) {
      x = 2 * pad;
      ++rows;
    }
    spots.push_back({text, entry, x, rows});
    x += width + pad;
  };
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i == 0 || entries[i].lot != entries[i - 1].lot) {
      x += i == 0 ? 0 : pad;
      add(entries[i].lot ? "Lots:" : "Machines:", nullptr);
    }
    add(entries[i].text, &entries[i]);
  }
  const float high = row * static_cast<float>(rows + 1) + sheet.size_of(4);
  const float top = bottom - high - sheet.size_of(4);
  sheet.panel(pad, top, sheet.width - 2 * pad, high);
  for (const Spot& spot : spots) {
    const float y = top + sheet.size_of(2.5F) + row * static_cast<float>(spot.row);
    if (spot.entry != nullptr)
      draw_swatch(sheet, *spot.entry, spot.x, y + row / 2 - sheet.size_of(1));
    sheet.text(spot.x + (spot.entry == nullptr ? 0 : swatch), y, kPoints,
               spot.entry == nullptr ? kInk : kPale, spot.text);
  }
}

ImU32 marker_ink(playback::Marker::Kind kind) {
  switch (kind) {
    case playback::Marker::Kind::kBreakdown:
      return packed(colour_of(plant::MachineStateCode::kDown));
    case playback::Marker::Kind::kMaintenance:
      return packed(colour_of(plant::MachineStateCode::kMaintenance));
    case playback::Marker::Kind::kHold:
      return packed(colour_of(Adherence::kHeld));
    case playback::Marker::Kind::kOutage:
      return kBacklog;
    default:
      return packed(colour("#e07a1f"));
  }
}

// Work in process over the run, with what stopped it below, and where we are.
float draw_time_line(const Sheet& sheet, const Moment& moment) {
  const playback::History& history = moment.history;
  const float pad = sheet.size_of(9), h = sheet.size_of(62);
  const TimeLine line = time_line_of(sheet.width, sheet.height, sheet.scale, history.end());
  const float x0 = pad, y0 = line.top, w = sheet.width - 2 * pad;
  sheet.panel(x0, y0, w, h);
  const auto end = static_cast<double>(line.end);
  const auto x_of = [&](double time) { return line.x_of(time); };
  const playback::Levels& levels = history.levels();
  const std::int32_t most =
      levels.lots.empty() ? 1
                          : std::max(1, *std::max_element(levels.lots.begin(), levels.lots.end()));
  const float base = y0 + sheet.size_of(44), tall = sheet.size_of(28);
  for (std::size_t i = 0; i < levels.lots.size(); ++i) {
    const float left = x_of(static_cast<double>(i) * static_cast<double>(levels.step));
    const float right = std::min(
        x_of(end), x_of(static_cast<double>(i + 1) * static_cast<double>(levels.step)) + 0.5F);
    const auto bar = [&](std::int32_t value, ImU32 ink) {
      const float high = tall * static_cast<float>(value) / static_cast<float>(most);
      sheet.draw.AddRectFilled(ImVec2(left, base - high), ImVec2(right, base), ink);
    };
    bar(levels.lots[i], IM_COL32(150, 178, 210, 255));
    bar(std::min(most, levels.late[i]), IM_COL32(215, 38, 61, 140));
  }
  const std::int32_t longest =
      levels.backlog.empty() ? 0 : *std::max_element(levels.backlog.begin(), levels.backlog.end());
  for (std::size_t i = 1; i < levels.backlog.size() && longest > 0; ++i) {
    const auto point = [&](std::size_t k) {
      const float high = static_cast<float>(levels.backlog[k]) / static_cast<float>(longest);
      return ImVec2(x_of((static_cast<double>(k) + 0.5) * static_cast<double>(levels.step)),
                    base - tall * high);
    };
    sheet.draw.AddLine(point(i - 1), point(i), kBacklog, sheet.size_of(1.5F));
  }
  bool outages = false;
  for (const playback::Marker& marker : history.markers()) {
    outages |= marker.kind == playback::Marker::Kind::kOutage;
    const float left = x_of(static_cast<double>(marker.from));
    const float right = std::max(left + sheet.size_of(1),
                                 x_of(marker.to < 0 ? end : static_cast<double>(marker.to)));
    sheet.draw.AddRectFilled(ImVec2(left, base + sheet.size_of(2)),
                             ImVec2(right, base + sheet.size_of(7)), marker_ink(marker.kind));
  }
  const float here = x_of(static_cast<double>(moment.now));
  sheet.draw.AddLine(ImVec2(here, y0 + sheet.size_of(3)), ImVec2(here, base + sheet.size_of(9)),
                     kInk, sheet.size_of(2));
  const std::string title =
      "lots in the plant (most: " + std::to_string(most) +
      "), late orders in red; below: breakdowns, maintenance, holds, disruptions" +
      (outages ? ", outages" : "");
  sheet.text(x0 + pad, y0 + sheet.size_of(2), 10, kPale, title);
  if (longest > 0) {
    sheet.text(x0 + pad + sheet.extent(10, title).x + sheet.size_of(14), y0 + sheet.size_of(2), 10,
               kBacklog, "messages waiting for the ERP (most: " + std::to_string(longest) + ")");
  }
  const std::string last = span_text(history.end());
  sheet.text(x0 + pad, base + sheet.size_of(7), 10, kPale, "0");
  sheet.text(x0 + w - pad - sheet.extent(10, last).x, base + sheet.size_of(7), 10, kPale, last);
  return y0;
}

// How many lots wait and, where their buffer has an end, how many it can hold.
std::string queue_text(const FloorPlan& plan, const FloorPlan::WorkCenter& center,
                       std::int32_t queue) {
  if (queue == 0) return "";
  const std::string text = "  " + std::to_string(queue);
  if (center.buffer < 0) return text;
  const std::optional<std::int64_t> capacity = plan.buffers[index_of(center.buffer)].capacity;
  return capacity ? text + " of " + std::to_string(*capacity) : text;
}

void draw_labels(const Sheet& sheet, const Moment& moment, const Area& keep_free_of) {
  const FloorPlan& plan = moment.history.plan();
  LabelPlaces places(moment.from, moment.aspect, sheet.width, sheet.height);
  places.block(keep_free_of);
  const auto put = [&](Point at, double z, float points, const std::string& text, ImU32 ink) {
    const ImVec2 extent = sheet.extent(points, text);
    const auto place =
        places.take({at.x, at.y}, z, extent.x + sheet.size_of(6), extent.y + sheet.size_of(2));
    if (!place) return;
    const ImVec2 low(static_cast<float>(place->low.x), static_cast<float>(place->low.y));
    const ImVec2 high(static_cast<float>(place->high.x), static_cast<float>(place->high.y));
    sheet.draw.AddRectFilled(low, high, IM_COL32(255, 255, 255, 205), sheet.size_of(3));
    sheet.text(low.x + sheet.size_of(3), low.y + sheet.size_of(1), points, ink, text);
  };
  for (const FloorLayout::Hall& hall : moment.layout.halls) {
    if (hall.site < 0 || plan.sites.size() < 2) continue;
    const FloorPlan::Site& site = plan.sites[static_cast<std::size_t>(hall.site)];
    put({hall.area.centre().x, hall.area.high.y}, 2.5, 15,
        site.title.empty() ? site.name : site.title, kInk);
  }
  std::vector<std::size_t> order(plan.work_centers.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return moment.state.work_centers[a].queue > moment.state.work_centers[b].queue;
  });
  for (const std::size_t i : order) {
    const FloorPlan::WorkCenter& center = plan.work_centers[i];
    const Area& area = moment.layout.work_centers[i].area;
    const std::int32_t queue = moment.state.work_centers[i].queue;
    const std::string text = center.name + queue_text(plan, center, queue);
    double back = area.centre().y;  // of the machines, the last row
    for (const Point& machine : moment.layout.work_centers[i].machines) {
      back = std::max(back, machine.y);
    }
    if (moment.from.plan) back += FloorLayout::kMachineSize / 2 + 0.4;
    const Point at{area.centre().x, back};
    put(at, height_of(center.kind) + 1.6, 11, text, kInk);
  }
}

}  // namespace

void Overlay::draw(const Moment& moment, int width, int height) const {
  const Sheet sheet{*ImGui::GetBackgroundDrawList(), static_cast<float>(width),
                    static_cast<float>(height), scale_};
  const float line = sheet.height - sheet.size_of(100);
  if (moment.labels) {
    draw_labels(sheet, moment, {{0, line}, {sheet.width, sheet.height}});
  }
  const float top = draw_time_line(sheet, moment);
  draw_title(sheet, moment);
  draw_figures(sheet, moment);
  draw_legend(sheet, moment, top);
}

}  // namespace planttwin::view
