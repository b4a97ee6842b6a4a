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
      state_(history.plan()),
      painter_(history, layout),
      scene_(history, layout),
      imgui_(scale_for(width, height)),
      overlay_(scale_for(width, height)),
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

void Stage::draw(const Shot& shot) {
  history_.move(state_, shot.now);
  const FloorPicture picture = painter_.paint(state_, shot.now);
  scene_.show(state_, picture, shot.now, shot.heat);
  const double aspect = static_cast<double>(width_) / height_;
  osg::Camera& camera = *viewer_->getCamera();
  camera.setViewMatrix(shot.from.view());
  camera.setProjectionMatrix(shot.from.projection(aspect));
  viewer_->frame();
  if (!shot.overlay) return;
  const Moment moment{history_,  layout_, state_,    picture,    shot.now,
                      shot.from, aspect,  shot.heat, shot.labels};
  imgui_.draw(width_, height_, 0.02, [&] { overlay_.draw(moment, width_, height_); });
}

}  // namespace planttwin::view
