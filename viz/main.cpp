#include "viz/view_command.h"

int main(int argument_count, char** arguments) {
  return planttwin::view::run_view_program(argument_count, arguments);
}
