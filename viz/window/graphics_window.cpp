#include "viz/window/graphics_window.h"

#include <cstdlib>
#include <osg/Notify>
#include <osgViewer/Viewer>

#include "viz/render/offscreen.h"

namespace planttwin::view {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw RenderError(what +
                    "; a window needs an X display with OpenGL, a picture does not: "
                    "planttwin-view RUN --screenshot FILE.png");
}

// With smooth edges where the driver can.
osg::ref_ptr<osgViewer::GraphicsWindow> open_window(int width, int height,
                                                    const std::string& title) {
  const char* display = std::getenv("DISPLAY");
  if (display == nullptr || *display == '\0') fail("there is no display: DISPLAY is not set");
  for (const unsigned samples : {4U, 0U}) {
    osg::ref_ptr<osg::GraphicsContext::Traits> traits = new osg::GraphicsContext::Traits;
    traits->readDISPLAY();
    traits->setUndefinedScreenDetailsToDefaultScreen();
    traits->x = 40;
    traits->y = 40;
    traits->width = width;
    traits->height = height;
    traits->windowDecoration = true;
    traits->doubleBuffer = true;
    traits->samples = samples;
    traits->sampleBuffers = samples > 0 ? 1 : 0;
    traits->windowName = title;
    osg::ref_ptr<osg::GraphicsContext> context =
        osg::GraphicsContext::createGraphicsContext(traits);
    auto* window = dynamic_cast<osgViewer::GraphicsWindow*>(context.get());
    if (window != nullptr && window->valid() && window->realize() && window->isRealized()) {
      return window;
    }
  }
  fail(std::string("no window with OpenGL can be opened on the display ") + display);
}

}  // namespace

// A view that only listens: the window asks its views to draw again when it was covered.
class GraphicsWindow::Exposure : public osgViewer::Viewer {
 public:
  void requestRedraw() override { exposed = true; }
  bool exposed = true;
};

GraphicsWindow::GraphicsWindow(int width, int height, const std::string& title) {
  const osg::NotifySeverity usual = osg::getNotifyLevel();
  osg::setNotifyLevel(osg::ALWAYS);  // its reasons would come before ours
  try {
    window_ = open_window(width, height, title);
  } catch (const RenderError&) {
    osg::setNotifyLevel(usual);
    throw;
  }
  osg::setNotifyLevel(usual);
  exposure_ = new Exposure;
  exposure_->getCamera()->setGraphicsContext(window_);
  if (!window_->makeCurrent()) fail("the OpenGL of the display cannot be used");
}

GraphicsWindow::~GraphicsWindow() {
  exposure_->getCamera()->setGraphicsContext(nullptr);
  window_->releaseContext();
  window_->close();
}

osgGA::EventQueue::Events GraphicsWindow::take_events() {
  window_->checkEvents();
  osgGA::EventQueue::Events events;
  window_->getEventQueue()->takeEvents(events);
  return events;
}

bool GraphicsWindow::take_exposed() {
  const bool exposed = exposure_->exposed;
  exposure_->exposed = false;
  return exposed;
}

int GraphicsWindow::width() const { return window_->getTraits()->width; }

int GraphicsWindow::height() const { return window_->getTraits()->height; }

void GraphicsWindow::show() { window_->swapBuffersImplementation(); }

}  // namespace planttwin::view
