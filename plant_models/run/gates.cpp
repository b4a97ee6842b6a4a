#include "plant_models/run/gates.h"

#include <cstdint>

#include "plant_models/run/flow.h"
#include "plant_models/run/release.h"

namespace planttwin::plant {
namespace {

const Gate& gate_of(const RunState& run, const QuestionRun& question) {
  return run.input->gates[static_cast<std::size_t>(question.gate)];
}

// The gate at a point, for work at a work center; -1: there is none.
std::int32_t gate_at(const RunState& run, GatePoint point, WorkCenterId wc) {
  const std::vector<Gate>& gates = run.input->gates;
  for (std::size_t i = 0; i < gates.size(); ++i) {
    if (gates[i].point == point && gates[i].applies_to(wc)) return static_cast<std::int32_t>(i);
  }
  return -1;
}

std::int32_t gate_before_start(const RunState& run, const Lot& l) {
  const std::int32_t start = gate_at(run, GatePoint::kStart, l.work_center);
  const bool takes_components = l.bom.valid() && (l.flags & kRepeats) == 0;
  return start >= 0 || !takes_components ? start : gate_at(run, GatePoint::kIssue, l.work_center);
}

// The slot of what a question is about, as long as it waits for the answer.
LotSlot waiting_lot(const RunState& run, const QuestionRun& question) {
  const std::int32_t found = run.lot_index.find(question.lot);
  if (found < 0) return {};
  const LotSlot slot(static_cast<std::size_t>(found));
  const Lot& l = run.lot(slot);
  const bool waits = (l.flags & kAwaitsAnswer) != 0 && l.step == question.step;
  return waits ? slot : LotSlot();
}

OrderSlot asked_order(const RunState& run, const QuestionRun& question) {
  const std::int32_t found = run.order_index.find(question.order);
  return found < 0 ? OrderSlot() : OrderSlot(static_cast<std::size_t>(found));
}

bool still_waits(const RunState& run, const QuestionRun& question) {
  if (question.open == 0) return false;
  return question.lot >= 0 ? waiting_lot(run, question).valid()
                           : asked_order(run, question).valid();
}

PlantEvent about_question(const RunState& run, EventType type, std::size_t index) {
  const QuestionRun& question = run.questions[index];
  PlantEvent event;
  if (question.lot >= 0) {
    event = run.about(type, run.lot(waiting_lot(run, question)));
    event.work_center = run.lot(waiting_lot(run, question)).work_center;
  } else {
    const OrderRun& order = run.order(asked_order(run, question));
    event.type = type;
    event.order = order.number;
    event.material = order.product;
    event.quantity = order.quantity;
  }
  event.other = static_cast<std::int32_t>(gate_of(run, question).point);
  event.duration = run.now() - question.since;
  event.value = static_cast<std::int64_t>(index);
  return event;
}

void set_timer(RunState& run, std::size_t index, sim::Duration after) {
  run.questions[index].timer = run.schedule(run.now() + after, sim::Phase::kCalendarChange,
                                            EventKind::kGateTimer, index, index);
}

void ask(RunState& run, std::size_t index) {
  run.questions[index].refused = 0;
  set_timer(run, index, gate_of(run, run.questions[index]).answer_within);
  if (run.listened()) run.emit(about_question(run, EventType::kValidationAsked, index));
}

void open_question(RunState& run, std::int32_t gate, std::int64_t order, const Lot* l) {
  QuestionRun question;
  question.since = run.now();
  question.order = order;
  question.gate = gate;
  question.open = 1;
  if (l != nullptr) {
    question.lot = l->number;
    question.step = l->step;
  }
  run.questions.push_back(question);
  ask(run, run.questions.size() - 1);
}

void let_lot_go(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  l.flags &= ~kAwaitsAnswer;
  if (l.status == LotStatus::kQueued) return run.touch(l.work_center);
  finish_lot(run, slot);
}

// What has waited goes on: confirmed, or without an answer.
void pass(RunState& run, std::size_t index, EventType how) {
  run.calendar.cancel(run.questions[index].timer);
  if (run.listened()) run.emit(about_question(run, how, index));
  const QuestionRun question = run.questions[index];
  run.questions[index].open = 0;
  if (question.lot >= 0) {
    let_lot_go(run, waiting_lot(run, question));
  } else {
    --run.orders_at_gate;
    submit_order(run, asked_order(run, question));
  }
}

void refuse(RunState& run, std::size_t index) {
  QuestionRun& question = run.questions[index];
  if (question.refused != 0) return;
  question.refused = 1;
  run.calendar.cancel(question.timer);
  set_timer(run, index, gate_of(run, question).ask_again);
  if (run.listened()) run.emit(about_question(run, EventType::kValidationRefused, index));
}

}  // namespace

bool release_waits(RunState& run, OrderSlot slot) {
  if (run.input->gates.empty()) return false;
  const std::int32_t gate = gate_at(run, GatePoint::kRelease, WorkCenterId());
  if (gate < 0) return false;
  ++run.orders_at_gate;
  open_question(run, gate, run.order(slot).number, nullptr);
  return true;
}

void ask_before_start(RunState& run, LotSlot slot) {
  if (run.input->gates.empty()) return;
  Lot& l = run.lot(slot);
  l.flags &= ~kAwaitsAnswer;  // of a lot from which it was split
  const bool begun = l.run_left >= sim::Duration() || (l.flags & kUnderWay) != 0;
  const std::int32_t gate = begun ? -1 : gate_before_start(run, l);
  if (gate < 0) return;
  l.flags |= kAwaitsAnswer;
  open_question(run, gate, run.order(l.order).number, &l);
}

void withdraw_question(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  l.flags &= ~kAwaitsAnswer;
  for (std::size_t i = run.questions.size(); i-- > 0;) {
    QuestionRun& question = run.questions[i];
    if (question.open == 0 || question.lot != l.number) continue;
    question.open = 0;
    run.calendar.cancel(question.timer);
    return;
  }
}

bool completion_waits(RunState& run, LotSlot slot) {
  if (run.input->gates.empty()) return false;
  const std::int32_t gate = gate_at(run, GatePoint::kCompletion, WorkCenterId());
  if (gate < 0) return false;
  Lot& l = run.lot(slot);
  l.flags |= kAwaitsAnswer;
  l.status = LotStatus::kInTransit;
  open_question(run, gate, run.order(l.order).number, &l);
  return true;
}

void on_answer(RunState& run, const PlantInput& answer) {
  if (answer.question < 0 || answer.question >= static_cast<std::int64_t>(run.questions.size())) {
    return;
  }
  const auto index = static_cast<std::size_t>(answer.question);
  if (!still_waits(run, run.questions[index])) return;
  if (answer.kind == PlantInputKind::kConfirm) {
    pass(run, index, EventType::kValidationConfirmed);
  } else {
    refuse(run, index);
  }
}

void on_gate_timer(RunState& run, std::size_t index) {
  QuestionRun& question = run.questions[index];
  question.timer = {};
  if (!still_waits(run, question)) {
    question.open = 0;
    return;
  }
  const WithoutAnswer policy = gate_of(run, question).without_answer;
  if (question.refused != 0 || policy == WithoutAnswer::kWait) return ask(run, index);
  pass(run, index,
       policy == WithoutAnswer::kPaper ? EventType::kGatePassedByPaper
                                       : EventType::kGatePassedUnanswered);
}

}  // namespace planttwin::plant
