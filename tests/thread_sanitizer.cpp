// What the thread sanitizer is told in tests. The HTTP library is not compiled for it: how its
// constants are made once, by whichever thread comes first, is synchronised where the sanitizer
// can't see it. Accesses that the library makes itself are left out; ours on its threads, and its
// locks, are watched all the same.

extern "C" const char* __tsan_default_suppressions();  // NOLINT: the sanitizer's name

extern "C" const char* __tsan_default_suppressions() {  // NOLINT
  return "called_from_lib:libcpp-httplib.so\n";
}
