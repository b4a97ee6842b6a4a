#include "viz/window/plant_window.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <thread>

#include "viz/panels/selection_marker.h"
#include "viz/panels/toolbar.h"
#include "viz/scene/picking.h"
#include "viz/window/imgui_input.h"

namespace planttwin::view {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::microseconds kFrame(16'667);
constexpr std::chrono::seconds kPanelsEvery(1);
constexpr double kLongestFrame = 0.1;  // seconds that the clock of the plant follows
constexpr float kClick = 4;            // pixels that the mouse may move in a click
constexpr int kFramesAfterEvent = 2;

constexpr double kNear = 70;  // metres, from what was searched for

constexpr std::int64_t kMinute = 60'000'000;

double seconds_between(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

PlantWindow::PlantWindow(const PanelSource& source, const FloorLayout& layout,
                         const WindowOptions& options, playback::LiveRun* run)
    : history_(source.history),
      layout_(layout),
      window_(options.width, options.height, "planttwin: " + source.history.plan().scenario),
      stage_(source.history, layout, options.width, options.height),
      desk_{.clock = PlayClock(options.now, source.history.end()),
            .selection = options.selection,
            .heat = options.heat,
            .labels = options.labels,
            .flows = options.flows,
            .go_to_view = {}},
      camera_(options.from),
      panels_(source),
      log_(options.script_log) {
  if (run != nullptr) {
    run_.emplace(*run);
    desk_.live = desk_.follow_run = true;
  }
  set_up_imgui_keys();
  panels_.open(options.panels);
  resize();
}

void PlantWindow::run() {
  log_.line("open");
  Clock::time_point last = Clock::now();
  while (open_) {
    const Clock::time_point begin = Clock::now();
    take_events();
    if (window_.take_exposed()) frames_due_ = std::max(frames_due_, 1);
    follow_run();
    const double seconds = seconds_between(last, begin);
    last = begin;
    if (desk_.clock.advance(std::min(seconds, kLongestFrame)))
      frames_due_ = std::max(frames_due_, 1);
    if (frames_due_ > 0) {
      --frames_due_;
      draw(seconds);
    }
    log_.note(desk_, history_);
    std::this_thread::sleep_until(begin + kFrame);
  }
  log_.line("closed");
}

// What a panel has collected of a history is collected anew now and then.
void PlantWindow::follow_run() {
  if (!run_) return;
  const bool was_live = desk_.live;
  const Clock::time_point now = Clock::now();
  const bool grew = run_->advance(desk_, now);
  if (was_live && !desk_.live) log_.line("the run has ended");
  if (!grew) return;
  stage_.history_grew();
  frames_due_ = std::max(frames_due_, 1);
  if (desk_.live && now - panels_told_ < kPanelsEvery) return;
  panels_told_ = now;
  panels_.history_grew();
}

// A press and what comes after it wait for a frame in which panels see where the mouse is. Panels
// see a key or a button only if it is down in a frame.
void PlantWindow::take_events() {
  for (const osg::ref_ptr<osgGA::Event>& event : window_.take_events()) {
    if (Event* input = event->asGUIEventAdapter()) events_.emplace_back(input);
  }
  while (!events_.empty()) {
    const osg::ref_ptr<Event> event = events_.front();
    if (event->getEventType() == Event::PUSH && moved_since_frame_) return;
    events_.pop_front();
    if (!handle(*event)) return;
  }
}

bool PlantWindow::handle(const Event& event) {
  const Event::EventType type = event.getEventType();
  if (type == Event::FRAME) return true;
  frames_due_ = kFramesAfterEvent;
  pass_to_imgui(event, window_.height());
  if (type & (Event::PUSH | Event::RELEASE | Event::DOUBLECLICK | Event::DRAG | Event::MOVE)) {
    const float x = event.getX(), y = row_of(event, window_.height());
    if (x != mouse_x_ || y != mouse_y_) moved_since_frame_ = true;
    if (type == Event::DRAG) drag(event);
    mouse_x_ = x;
    mouse_y_ = y;
  }
  switch (type) {
    case Event::PUSH:
    case Event::DOUBLECLICK:
      press(event);
      return false;
    case Event::RELEASE:
      release(event);
      return false;
    case Event::SCROLL:
      if (!panels_have_mouse()) {
        camera_.zoom(event.getScrollingMotion() == Event::SCROLL_UP ? 1 / 1.15 : 1.15);
      }
      return true;
    case Event::KEYDOWN:
      if (panels_have_keys()) return false;
      handle_key(event);
      return true;
    case Event::RESIZE:
      resize();
      return true;
    case Event::CLOSE_WINDOW:
    case Event::QUIT_APPLICATION:
      open_ = false;
      return true;
    default:
      return true;
  }
}

void PlantWindow::press(const Event& event) {
  pressed_x_ = mouse_x_;
  pressed_y_ = mouse_y_;
  const bool other_button = event.getButton() != Event::LEFT_MOUSE_BUTTON;
  const bool shifted = (event.getModKeyMask() & Event::MODKEY_SHIFT) != 0;
  if (panels_have_mouse()) {
    drag_ = Drag::kPanels;
  } else if (stage_.time_line().contains(mouse_x_, mouse_y_)) {
    drag_ = Drag::kScrub;
    desk_.clock.go_to(stage_.time_line().time_at(mouse_x_));
  } else {
    drag_ = other_button || shifted ? Drag::kPan : Drag::kOrbit;
  }
}

void PlantWindow::drag(const Event& event) {
  const float height = static_cast<float>(window_.height());
  const float x = event.getX(), y = row_of(event, window_.height());
  const double right = static_cast<double>(x - mouse_x_) / height;
  const double up = static_cast<double>(mouse_y_ - y) / height;
  if (drag_ == Drag::kScrub) desk_.clock.go_to(stage_.time_line().time_at(x));
  const bool is_click = std::hypot(x - pressed_x_, y - pressed_y_) < kClick;
  if (drag_ == Drag::kOrbit && !is_click) camera_.orbit(right, up);
  if (drag_ == Drag::kPan) {
    camera_.pan(right, up);
    desk_.follow = false;
  }
}

void PlantWindow::release(const Event& event) {
  const Drag ended = drag_;
  drag_ = Drag::kNone;
  const bool is_click = std::hypot(mouse_x_ - pressed_x_, mouse_y_ - pressed_y_) < kClick;
  if (ended == Drag::kOrbit && is_click && event.getButton() == Event::LEFT_MOUSE_BUTTON) select();
}

void PlantWindow::select() {
  const Moment moment = stage_.moment(shot());
  const double x = 2.0 * mouse_x_ / window_.width() - 1;
  const double y = 1 - 2.0 * mouse_y_ / window_.height();
  const Viewpoint& from = camera_.viewpoint();
  const auto ray = ray_through(from.view() * from.projection(moment.aspect), x, y);
  if (!ray) return;
  desk_.selection = pick(history_.plan(), layout_, moment.picture, *ray);
  desk_.follow = false;
}

void PlantWindow::follow_selection() {
  const Moment moment = stage_.moment(shot());
  const std::vector<Box> boxes = boxes_of(desk_.selection, history_, layout_, moment.picture);
  if (!boxes.empty()) camera_.look_to({boxes.front().base.x(), boxes.front().base.y()});
}

void PlantWindow::handle_key(const Event& event) {
  const int key = event.getUnmodifiedKey();
  const int modifiers = event.getModKeyMask();
  const bool shift = (modifiers & Event::MODKEY_SHIFT) != 0;
  const bool control = (modifiers & Event::MODKEY_CTRL) != 0;
  const std::int64_t span = control ? 1440 * kMinute : shift ? 60 * kMinute : kMinute;
  switch (key) {
    case ' ':
      return desk_.clock.toggle();
    case '+':
    case '=':
    case Event::KEY_KP_Add:
      return desk_.clock.faster();
    case '-':
    case Event::KEY_KP_Subtract:
      return desk_.clock.slower();
    case Event::KEY_Right:
      return step(span);
    case Event::KEY_Left:
      return step(-span);
    case Event::KEY_Home:
      return desk_.clock.go_to(0);
    case Event::KEY_End:
      desk_.follow_run = desk_.live;
      return desk_.clock.go_to(history_.end());
    case 'l':
      return go_to_late_order(desk_, history_);
    case 'm':
      return go_to_marker(desk_, history_);
    case 'f':
      desk_.follow = !desk_.follow && (desk_.selection.kind == Selection::Kind::kLot ||
                                       desk_.selection.kind == Selection::Kind::kCarrier);
      return;
    case 'q':
      if (control) open_ = false;
      return;
    case Event::KEY_Escape:
      desk_.selection = {};
      desk_.follow = false;
      return;
    case '1':
      return go_to_view("overview");
    case '2':
      return go_to_view("plan");
    default:
      break;
  }
  const std::vector<playback::FloorPlan::Site>& sites = history_.plan().sites;
  const int site = key - '3';
  if (site >= 0 && key <= '9' && site < static_cast<int>(sites.size())) {
    go_to_view("site:" + sites[static_cast<std::size_t>(site)].name);
  }
}

void PlantWindow::step(std::int64_t span) {
  desk_.clock.stop();
  desk_.clock.go_to(desk_.clock.now() + span);
}

void PlantWindow::go_to_view(const std::string& name) {
  try {
    const double aspect = static_cast<double>(window_.width()) / window_.height();
    camera_.set(viewpoint_of(name, history_.plan(), layout_, aspect));
  } catch (const std::invalid_argument&) {
    return;  // a site without anything in it
  }
  desk_.follow = false;
  log_.line("view " + name);
}

void PlantWindow::resize() {
  if (window_.width() > 0 && window_.height() > 0) {
    stage_.resize(window_.width(), window_.height());
  }
}

Stage::Shot PlantWindow::shot() {
  return {.now = desk_.clock.now(),
          .from = camera_.viewpoint(),
          .heat = desk_.heat,
          .labels = desk_.labels,
          .flows = desk_.flows,
          .selection = desk_.selection,
          .panels = {}};
}

void PlantWindow::draw(double seconds) {
  moved_since_frame_ = false;
  if (desk_.follow) follow_selection();
  Stage::Shot next = shot();
  next.seconds = seconds;
  next.panels = [this](const Moment& moment) {
    draw_selection_marker(moment, desk_, stage_.scale());
    draw_toolbar(moment, desk_, panels_, stage_.scale());
    panels_.draw(moment, desk_, stage_.scale());
  };
  stage_.draw(next);
  window_.show();
  grant_wishes();
}

void PlantWindow::grant_wishes() {
  if (desk_.go_to_view) go_to_view(*desk_.go_to_view);
  if (desk_.look_at_selection) {
    follow_selection();
    camera_.come_near(kNear);
  }
  if (desk_.go_to_view || desk_.look_at_selection) frames_due_ = kFramesAfterEvent;
  desk_.go_to_view.reset();
  desk_.look_at_selection = false;
}

}  // namespace planttwin::view
