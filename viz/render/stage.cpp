#include "viz/render/stage.h"

#include <algorithm>
#include <cmath>

namespace planttwin::view {
namespace {

// Text of one size on pictures of one area, and never too small to be read.
float scale_for(int width, int height) {
  const double area = static_cast<double>(width) * height;
  return std::max(0.7F, static_cast<float>(std::sqrt(area / (1280.0 * 720.0))));
}

}  // namespace

Stage::Stage(const playback::History& history, const FloorLayout& layout, int width, int height)
    : history_(history),
      layout_(layout),
      width_(width),
      height_(height),
      scale_(scale_for(width, height)),
      state_(history.plan()),
      painter_(history, layout),
      scene_(history, layout),
      imgui_(scale_),
      overlay_(scale_),
      viewer_(new osgViewer::Viewer) {
  viewer_->setThreadingModel(osgViewer::ViewerBase::SingleThreaded);
  viewer_->setUpViewerAsEmbeddedInWindow(0, 0, width, height);
  osg::Camera& camera = *viewer_->getCamera();
  camera.setViewport(0, 0, width, height);
  camera.setClearColor(osg::Vec4(0.89F, 0.91F, 0.935F, 1));
  camera.setComputeNearFarMode(osg::CullSettings::DO_NOT_COMPUTE_NEAR_FAR);
  viewer_->setSceneData(&scene_.root());
  viewer_->realize();
}

void Stage::resize(int width, int height) {
  width_ = width;
  height_ = height;
  viewer_->getCamera()->getGraphicsContext()->resized(0, 0, width, height);
  viewer_->getCamera()->setViewport(0, 0, width, height);
}

void Stage::history_grew() {
  painted_ = -1;
  shown_.now = -1;
}

TimeLine Stage::time_line() const {
  return time_line_of(static_cast<float>(width_), static_cast<float>(height_), scale_,
                      history_.end());
}

Moment Stage::moment(const Shot& shot) {
  if (painted_ != shot.now) {
    history_.move(state_, shot.now);
    picture_ = painter_.paint(state_, shot.now);
    painted_ = shot.now;
  }
  const double aspect = static_cast<double>(width_) / height_;
  return {history_, layout_, state_, picture_, shot.now, shot.from, aspect, shot.heat, shot.labels};
}

void Stage::draw(const Shot& shot) {
  scene_.show_flows(shot.flows);
  const Moment moment = this->moment(shot);
  const Shown wanted{shot.now, shot.heat, shot.selection};
  if (wanted != shown_) scene_.show(state_, picture_, shot.now, shot.heat, shot.selection);
  shown_ = wanted;
  osg::Camera& camera = *viewer_->getCamera();
  camera.setViewMatrix(shot.from.view());
  camera.setProjectionMatrix(shot.from.projection(moment.aspect));
  viewer_->frame();
  if (!shot.overlay) return;
  imgui_.draw(width_, height_, shot.seconds, [&] {
    overlay_.draw(moment, width_, height_);
    if (shot.panels) shot.panels(moment);
  });
}

}  // namespace planttwin::view
