#include "scenarios/command_line.h"

int main(int argument_count, char** arguments) {
  return planttwin::scenario::run_program(argument_count, arguments);
}
