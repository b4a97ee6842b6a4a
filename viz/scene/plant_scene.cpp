#include "viz/scene/plant_scene.h"

#include <algorithm>
#include <cmath>
#include <osg/BlendFunc>
#include <osg/Geode>
#include <osg/PolygonOffset>

#include "viz/scene/flow_arrows.h"
#include "viz/scene/machine_shapes.h"
#include "viz/scene/picking.h"
#include "viz/scene/stock_racks.h"

namespace planttwin::view {
namespace {

using plant::MachineStateCode;
using playback::FloorPlan;
using playback::FloorState;

constexpr Colour kGround = colour("#e3e8ee");
constexpr Colour kSlab = colour("#f6f7f9");
constexpr Colour kWall = colour("#a9b4c0");
constexpr Colour kQueueFloor = colour("#e4e9f0");
constexpr Colour kOutputFloor = colour("#edeff2");
constexpr Colour kAisle = colour("#d5dbe3");
constexpr Colour kConveyor = colour("#8593a3");
constexpr Colour kRoad = colour("#bcc4cd");
constexpr Colour kFrame = colour("#1a1a2e");
constexpr Colour kPerson = colour("#f08a24");

osg::Vec3f at(Point point, double z) {
  return {static_cast<float>(point.x), static_cast<float>(point.y), static_cast<float>(z)};
}

Area around(Point centre, double width, double depth) {
  return {{centre.x - width / 2, centre.y - depth / 2},
          {centre.x + width / 2, centre.y + depth / 2}};
}

Area grown(const Area& area, double by) {
  return {{area.low.x - by, area.low.y - by}, {area.high.x + by, area.high.y + by}};
}

void add_walls(Mesh& mesh, const Area& hall) {
  constexpr double kThick = 0.3;
  constexpr float kHigh = 0.9F;
  const Point l = hall.low, h = hall.high;
  mesh.box(Area{{l.x, h.y - kThick}, h}, 0, kHigh, kWall);
  mesh.box(Area{l, {h.x, l.y + kThick}}, 0, kHigh, kWall);
  mesh.box(Area{l, {l.x + kThick, h.y}}, 0, kHigh, kWall);
  mesh.box(Area{{h.x - kThick, l.y}, h}, 0, kHigh, kWall);
}

// Shelves in three layers.
// Where the lamp of a machine stands.
Point lamp_of(Point machine) { return {machine.x + 0.85, machine.y + 0.75}; }

void add_person(Mesh& mesh, Point centre) {
  mesh.cylinder(at(centre, 0.05), 0.22F, 1.15F, kPerson, 10);
  mesh.cylinder(at(centre, 1.2), 0.16F, 0.32F, colour("#e8c39e"), 8);
}

// Bars along the edges of a box, a little outside of it; those of a turned box enclose it.
void add_frame(Mesh& mesh, const Box& box) {
  const double c = std::abs(std::cos(box.heading)), s = std::abs(std::sin(box.heading));
  const double thick = std::clamp(0.04 * box.size.length(), 0.07, 0.3);
  const double width = c * box.size.x() + s * box.size.y() + 2 * thick;
  const double depth = s * box.size.x() + c * box.size.y() + 2 * thick;
  const Area outside = around({box.base.x(), box.base.y()}, width, depth);
  const auto low = static_cast<float>(box.base.z()),
             high = static_cast<float>(box.base.z() + box.size.z());
  const auto bar = static_cast<float>(thick);
  const Point l = outside.low, h = outside.high;
  for (const float z : {low, high}) {
    mesh.box(Area{l, {h.x, l.y + thick}}, z, z + bar, kFrame);
    mesh.box(Area{{l.x, h.y - thick}, h}, z, z + bar, kFrame);
    mesh.box(Area{l, {l.x + thick, h.y}}, z, z + bar, kFrame);
    mesh.box(Area{{h.x - thick, l.y}, h}, z, z + bar, kFrame);
  }
  for (const double x : {l.x, h.x - thick}) {
    for (const double y : {l.y, h.y - thick}) {
      mesh.box(Area{{x, y}, {x + thick, y + thick}}, low, high, kFrame);
    }
  }
}

}  // namespace

Colour heat_colour(double share) {
  constexpr std::array<Colour, 5> kRamp = {colour("#eef3f8"), colour("#fdf0c4"), colour("#fbc978"),
                                           colour("#ee7f3e"), colour("#b81d24")};
  const double position = std::clamp(share, 0.0, 1.0) * (kRamp.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(position), kRamp.size() - 2);
  const auto f = static_cast<float>(position - static_cast<double>(below));
  const Colour &a = kRamp[below], &b = kRamp[below + 1];
  return {a.r + (b.r - a.r) * f, a.g + (b.g - a.g) * f, a.b + (b.b - a.b) * f, 1};
}

PlantScene::PlantScene(const playback::History& history, const FloorLayout& layout)
    : history_(history), layout_(layout), root_(new osg::Group) {
  osg::StateSet& state = *root_->getOrCreateStateSet();
  state.setMode(GL_LIGHTING, osg::StateAttribute::OFF | osg::StateAttribute::OVERRIDE);
  state.setMode(GL_CULL_FACE, osg::StateAttribute::OFF);
  build_floor();
  build_network();
  build_machines();
  for (Mesh* mesh : {&floor_, &goods_, &network_, &flows_, &heat_, &machines_, &states_, &people_,
                     &lots_, &carriers_, &frames_}) {
    osg::ref_ptr<osg::Geode> geode = new osg::Geode;
    geode->addDrawable(&mesh->drawable());
    root_->addChild(geode);
  }
}

void PlantScene::build_floor() {
  floor_.flat(grown(layout_.all, 400), -0.12F, kGround);
  for (const FloorLayout::Hall& hall : layout_.halls) {
    floor_.box(hall.area, -0.1F, 0.0F, kSlab);
    add_walls(floor_, hall.area);
  }
  for (const FloorLayout::Station& station : layout_.work_centers) {
    floor_.flat(station.queue, 0.02F, kQueueFloor);
    floor_.flat(station.output, 0.02F, kOutputFloor);
  }
  for (const Area& rack : layout_.locations) add_rack(floor_, rack);
}

void PlantScene::build_network() {
  for (const FloorPlan::Edge& edge : history_.plan().edges) {
    const Point from = layout_.nodes[index_of(edge.from)], to = layout_.nodes[index_of(edge.to)];
    if (edge.kind == "conveyor") {
      network_.strip(from, to, 0.9F, 0.30F, kConveyor);
      network_.strip(from, to, 1.1F, 0.03F, kConveyor.shaded(0.7F));
    } else if (edge.kind.starts_with("road")) {
      network_.strip(from, to, 4.0F, -0.05F, kRoad);
      network_.strip(from, to, 0.25F, -0.04F, colour("#f4f6f8"));
    } else {
      network_.strip(from, to, 1.5F, 0.03F, kAisle);
    }
  }
}

void PlantScene::build_machines() {
  const FloorPlan& plan = history_.plan();
  for (std::size_t i = 0; i < plan.work_centers.size(); ++i) {
    for (const Point& machine : layout_.work_centers[i].machines) {
      const std::string& kind = plan.work_centers[i].kind;
      add_machine(machines_, kind, machine);
      machines_.box(at(lamp_of(machine), 0), {0.1F, 0.1F, height_of(kind) + 0.55F},
                    colour("#6b7785"));
    }
  }
}

// The plate under a machine and the lamp above it.
void PlantScene::show_states(const FloorState& state) {
  std::vector<std::pair<MachineStateCode, std::int32_t>> now;
  for (const playback::MachineNow& machine : state.machines) {
    now.emplace_back(machine.state,
                     machine.state == MachineStateCode::kProcessing ? machine.people : 0);
  }
  if (now == shown_states_) return;
  shown_states_ = std::move(now);
  states_.clear();
  people_.clear();
  const FloorPlan& plan = history_.plan();
  for (std::size_t i = 0; i < plan.machines.size(); ++i) {
    const auto center = index_of(plan.machines[i].work_center);
    const Point middle = layout_.work_centers[center]
                             .machines[i - index_of(plan.work_centers[center].first_machine)];
    const Colour shade = colour_of(shown_states_[i].first);
    states_.box(around(middle, FloorLayout::kMachineSize, FloorLayout::kMachineSize), 0.0F, 0.1F,
                shade);
    const double high = height_of(plan.work_centers[center].kind);
    states_.box(at(lamp_of(middle), high + 0.55), {0.42F, 0.42F, 0.5F}, shade);
    for (std::int32_t k = 0; k < std::min(3, shown_states_[i].second); ++k) {
      add_person(people_, {middle.x - 0.7 + 0.5 * k, middle.y - 1.5});
    }
  }
  states_.drawable();
  people_.drawable();
}

void PlantScene::show_stock(const FloorState& state) {
  std::vector<int> fills = rack_fills(history_, state);
  if (fills == shown_fills_) return;
  shown_fills_ = std::move(fills);
  goods_.clear();
  for (std::size_t i = 0; i < shown_fills_.size(); ++i) {
    add_goods(goods_, layout_.locations[i], shown_fills_[i]);
  }
  goods_.drawable();
}

void PlantScene::show_heat(const FloorState& state, std::int64_t now, HeatMap heat) {
  const FloorPlan& plan = history_.plan();
  std::vector<double> values(plan.work_centers.size(), 0);
  if (heat == HeatMap::kQueue) {
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = state.work_centers[i].queue;
  } else if (heat == HeatMap::kUtilization && now > 0) {
    for (std::size_t i = 0; i < plan.machines.size(); ++i) {
      const auto center = index_of(plan.machines[i].work_center);
      values[center] +=
          static_cast<double>(state.machines[i].time_in(MachineStateCode::kProcessing, now)) /
          static_cast<double>(now) / plan.work_centers[center].machine_count;
    }
  } else if (heat == HeatMap::kLateness) {
    for (const playback::LotNow& lot : state.lots) {
      if (lot.work_center < 0) continue;
      if (adherence_of(history_, lot, now) == Adherence::kLate)
        values[index_of(lot.work_center)] += 1;
    }
  }
  const double most = *std::max_element(values.begin(), values.end());
  const double whole = heat == HeatMap::kUtilization ? 1 : std::max(1.0, most);
  std::vector<Colour> colours;
  if (heat != HeatMap::kNone) {
    for (const double value : values) colours.push_back(heat_colour(value / whole));
  }
  if (colours == shown_heat_) return;
  shown_heat_ = std::move(colours);
  heat_.clear();
  for (std::size_t i = 0; i < shown_heat_.size(); ++i) {
    heat_.flat(grown(layout_.work_centers[i].area, 0.6), 0.05F, shown_heat_[i]);
  }
  heat_.drawable();
}

void PlantScene::show_lots(const FloorPicture& picture) {
  lots_.clear();
  constexpr auto kSize = static_cast<float>(FloorPainter::kLotSize);
  for (const PlacedLot& lot : picture.lots) {
    lots_.box(at(lot.at, lot.z + 0.06), {kSize, kSize, kSize}, colour_of(lot.adherence));
  }
  lots_.drawable();
}

// A vehicle in its direction: boxes would have to be turned, so its deck is a strip.
void PlantScene::show_carriers(const FloorPicture& picture) {
  carriers_.clear();
  for (const PlacedCarrier& carrier : picture.carriers) {
    const std::string& kind = history_.plan().fleets[index_of(carrier.fleet)].kind;
    const bool truck = kind == "truck";
    const double half = truck ? 3.0 : 0.8;
    const Point ahead{carrier.at.x + half * std::cos(carrier.heading),
                      carrier.at.y + half * std::sin(carrier.heading)};
    const Point behind{carrier.at.x - half * std::cos(carrier.heading),
                       carrier.at.y - half * std::sin(carrier.heading)};
    const Colour body = truck ? colour("#274c77") : colour("#e0a526");
    const float width = truck ? 2.4F : 1.1F;
    for (const float z : {0.14F, 0.28F, 0.42F}) {
      carriers_.strip(behind, ahead, width, z, z > 0.4F ? body : body.shaded(0.75F));
    }
    const Point cab{carrier.at.x + (half - 0.3) * std::cos(carrier.heading),
                    carrier.at.y + (half - 0.3) * std::sin(carrier.heading)};
    carriers_.cylinder(at(cab, 0.42), truck ? 1.0F : 0.3F, truck ? 2.2F : 0.9F, body.shaded(0.9F),
                       10);
  }
  carriers_.drawable();
}

void PlantScene::show_selection(const FloorPicture& picture, const Selection& selection) {
  frames_.clear();
  for (const Box& box : boxes_of(selection, history_, layout_, picture)) add_frame(frames_, box);
  frames_.drawable();
}

void PlantScene::show_flows(bool shown) {
  if (shown == shows_flows_) return;
  shows_flows_ = shown;
  flows_.clear();
  if (shown) add_flow_arrows(flows_, flows_of(history_), layout_);
  flows_.drawable();
}

void PlantScene::show(const FloorState& state, const FloorPicture& picture, std::int64_t now,
                      HeatMap heat, const Selection& selection) {
  show_states(state);
  show_stock(state);
  if (!state.work_centers.empty()) show_heat(state, now, heat);
  show_lots(picture);
  show_carriers(picture);
  show_selection(picture, selection);
}

}  // namespace planttwin::view
