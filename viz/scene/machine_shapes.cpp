#include "viz/scene/machine_shapes.h"

#include <algorithm>
#include <array>

namespace planttwin::view {
namespace {

constexpr Colour kBody = colour("#9fb0c3");
constexpr Colour kDark = colour("#55657a");
constexpr Colour kLight = colour("#d6dde6");
constexpr Colour kAccent = colour("#4a6fa5");
constexpr Colour kHot = colour("#b5523b");
constexpr Colour kSteel = colour("#c3cbd4");

using Shape = void (*)(Mesh&, osg::Vec3f);

void lathe(Mesh& mesh, osg::Vec3f at) {
  mesh.box(at, {2.2F, 1.0F, 0.5F}, kDark);
  mesh.box(at + osg::Vec3f(-0.75F, 0.1F, 0.5F), {0.7F, 0.8F, 0.8F}, kAccent);
  mesh.drum(at + osg::Vec3f(0.15F, 0.1F, 0.9F), 0.16F, 1.2F, kSteel);
  mesh.box(at + osg::Vec3f(0.9F, 0.1F, 0.5F), {0.3F, 0.5F, 0.6F}, kBody);
}

void mill(Mesh& mesh, osg::Vec3f at) {
  mesh.box(at, {1.9F, 1.4F, 0.6F}, kDark);
  mesh.box(at + osg::Vec3f(0, 0.45F, 0.6F), {0.8F, 0.5F, 1.4F}, kAccent);
  mesh.box(at + osg::Vec3f(0, 0.1F, 1.5F), {0.6F, 0.7F, 0.45F}, kBody);
  mesh.cylinder(at + osg::Vec3f(0, -0.15F, 1.1F), 0.1F, 0.4F, kSteel, 10);
}

void furnace(Mesh& mesh, osg::Vec3f at) {
  mesh.box(at, {2.0F, 1.6F, 1.7F}, kHot);
  mesh.box(at + osg::Vec3f(0, -0.82F, 0.3F), {1.2F, 0.06F, 0.9F}, kDark);
  mesh.cylinder(at + osg::Vec3f(0.6F, 0.4F, 1.7F), 0.2F, 1.0F, kDark, 12);
}

void vessel(Mesh& mesh, osg::Vec3f at) {
  for (const float x : {-0.5F, 0.5F}) {
    for (const float y : {-0.5F, 0.5F})
      mesh.box(at + osg::Vec3f(x, y, 0), {0.12F, 0.12F, 0.5F}, kDark);
  }
  mesh.cylinder(at + osg::Vec3f(0, 0, 0.4F), 0.95F, 1.8F, kSteel, 24);
  mesh.cylinder(at + osg::Vec3f(0, 0, 2.2F), 0.35F, 0.25F, kAccent, 16);
}

void packer(Mesh& mesh, osg::Vec3f at) {
  mesh.box(at, {2.2F, 0.8F, 0.6F}, kDark);
  mesh.box(at + osg::Vec3f(0, 0.15F, 0.6F), {1.2F, 1.0F, 1.0F}, kLight);
  mesh.box(at + osg::Vec3f(0, 0.15F, 1.6F), {0.5F, 0.5F, 0.3F}, kAccent);
}

void assembly(Mesh& mesh, osg::Vec3f at) {
  mesh.box(at + osg::Vec3f(0, 0, 0.65F), {2.2F, 1.0F, 0.12F}, colour("#c9a66b"));
  for (const float x : {-0.95F, 0.95F})
    mesh.box(at + osg::Vec3f(x, 0, 0), {0.12F, 0.9F, 0.65F}, kDark);
  mesh.box(at + osg::Vec3f(0, 0.45F, 0.77F), {2.0F, 0.08F, 0.8F}, kBody);
}

void rack(Mesh& mesh, osg::Vec3f at) {
  for (const float z : {0.1F, 0.9F, 1.7F})
    mesh.box(at + osg::Vec3f(0, 0.2F, z), {2.1F, 0.9F, 0.1F}, kAccent);
  for (const float x : {-1.0F, 1.0F})
    mesh.box(at + osg::Vec3f(x, 0.2F, 0), {0.1F, 0.9F, 2.2F}, kDark);
}

void press(Mesh& mesh, osg::Vec3f at) {
  for (const float x : {-0.8F, 0.8F})
    mesh.box(at + osg::Vec3f(x, 0, 0), {0.4F, 1.2F, 2.2F}, kAccent);
  mesh.box(at + osg::Vec3f(0, 0, 1.9F), {2.0F, 1.2F, 0.5F}, kDark);
  mesh.box(at, {1.2F, 1.2F, 0.5F}, kBody);
  mesh.box(at + osg::Vec3f(0, 0, 1.1F), {1.0F, 0.9F, 0.3F}, kSteel);
}

void washer(Mesh& mesh, osg::Vec3f at) {
  mesh.box(at, {2.1F, 1.3F, 1.2F}, colour("#8fc1c9"));
  mesh.box(at + osg::Vec3f(0, 0, 1.2F), {1.2F, 0.9F, 0.5F}, kLight);
}

void bench(Mesh& mesh, osg::Vec3f at) {
  mesh.box(at + osg::Vec3f(0, 0, 0.7F), {2.0F, 1.1F, 0.1F}, kLight);
  mesh.box(at, {1.8F, 0.9F, 0.7F}, kBody);
  mesh.box(at + osg::Vec3f(0.3F, 0.3F, 0.8F), {0.7F, 0.1F, 0.5F}, kDark);
}

void saw(Mesh& mesh, osg::Vec3f at) {
  mesh.box(at, {2.2F, 0.9F, 0.6F}, kDark);
  mesh.box(at + osg::Vec3f(0, 0.2F, 0.6F), {0.35F, 0.7F, 0.9F}, kAccent);
  mesh.drum(at + osg::Vec3f(-0.5F, 0, 0.72F), 0.12F, 1.1F, kSteel, 10);
}

void column(Mesh& mesh, osg::Vec3f at) {
  mesh.box(at, {1.3F, 1.3F, 0.5F}, kDark);
  mesh.cylinder(at + osg::Vec3f(0, 0.35F, 0.5F), 0.2F, 1.6F, kSteel, 14);
  mesh.box(at + osg::Vec3f(0, 0, 1.6F), {0.6F, 1.0F, 0.45F}, kAccent);
}

void line(Mesh& mesh, osg::Vec3f at) {
  mesh.box(at + osg::Vec3f(0, 0, 0.5F), {2.4F, 0.7F, 0.15F}, kDark);
  mesh.box(at + osg::Vec3f(0, 0.2F, 0.65F), {1.5F, 0.9F, 1.1F}, kLight);
  mesh.drum(at + osg::Vec3f(0, -0.3F, 1.0F), 0.2F, 1.3F, kAccent, 12);
}

void cabinet(Mesh& mesh, osg::Vec3f at) {
  mesh.box(at, {1.9F, 1.5F, 1.5F}, kBody);
  mesh.box(at + osg::Vec3f(-0.3F, -0.77F, 0.5F), {1.0F, 0.06F, 0.8F}, kLight);
  mesh.box(at + osg::Vec3f(0.65F, -0.77F, 0.7F), {0.35F, 0.06F, 0.5F}, kDark);
}

struct Kind {
  std::string_view name;
  Shape shape;
  float height;
};

// By the beginning of the name: "furnace_batch" is a furnace.
constexpr Kind kKinds[] = {
    {"lathe", lathe, 1.3F},       {"turning", lathe, 1.3F},
    {"winder", lathe, 1.3F},      {"mill", mill, 2.0F},
    {"hobbing", mill, 2.0F},      {"broach", mill, 2.0F},
    {"grinder", mill, 2.0F},      {"drill", column, 2.1F},
    {"furnace", furnace, 2.7F},   {"oven", furnace, 2.7F},
    {"casting", furnace, 2.7F},   {"cvd", furnace, 2.7F},
    {"vessel", vessel, 2.5F},     {"separator", vessel, 2.5F},
    {"evaporator", vessel, 2.5F}, {"heat_exchanger", vessel, 2.5F},
    {"mixer", vessel, 2.5F},      {"tank", vessel, 2.5F},
    {"packer", packer, 1.9F},     {"packing", packer, 1.9F},
    {"filling", line, 1.8F},      {"labeling", line, 1.8F},
    {"palletizer", packer, 1.9F}, {"assembly", assembly, 1.6F},
    {"storage", rack, 2.2F},      {"store", rack, 2.2F},
    {"picking", rack, 2.2F},      {"press", press, 2.4F},
    {"washer", washer, 1.7F},     {"paint", washer, 1.7F},
    {"coater", washer, 1.7F},     {"blast", washer, 1.7F},
    {"bench", bench, 1.3F},       {"test", bench, 1.3F},
    {"inspection", bench, 1.3F},  {"laboratory", bench, 1.3F},
    {"cmm", bench, 1.3F},         {"metrology", bench, 1.3F},
    {"balance", bench, 1.3F},     {"deburring", bench, 1.3F},
    {"polisher", bench, 1.3F},    {"saw", saw, 1.5F},
};
constexpr Kind kOther = {"", cabinet, 1.5F};

const Kind& kind_of(std::string_view name) {
  const auto* found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                   [&](const Kind& kind) { return name.starts_with(kind.name); });
  return found == std::end(kKinds) ? kOther : *found;
}

}  // namespace

void add_machine(Mesh& mesh, std::string_view kind, Point centre) {
  kind_of(kind).shape(mesh, {static_cast<float>(centre.x), static_cast<float>(centre.y), 0.08F});
}

float height_of(std::string_view kind) { return kind_of(kind).height; }

}  // namespace planttwin::view
