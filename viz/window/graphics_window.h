#pragma once

#include <memory>
#include <osgGA/EventQueue>
#include <osgViewer/GraphicsWindow>
#include <string>

namespace planttwin::view {

// A window on the display with an OpenGL context, current for this thread while it lives. Throws
// RenderError where there is no display, or none with OpenGL.
class GraphicsWindow {
 public:
  GraphicsWindow(int width, int height, const std::string& title);
  ~GraphicsWindow();
  GraphicsWindow(const GraphicsWindow&) = delete;
  GraphicsWindow& operator=(const GraphicsWindow&) = delete;

  // What has happened since it was asked last.
  osgGA::EventQueue::Events take_events();
  // Whether the display has lost what the window showed, since it was asked last.
  bool take_exposed();
  int width() const;
  int height() const;
  // Shows what has been drawn.
  void show();

 private:
  class Exposure;
  osg::ref_ptr<osgViewer::GraphicsWindow> window_;
  osg::ref_ptr<Exposure> exposure_;
};

}  // namespace planttwin::view
