# nf-interpreter asks for the package "INTEROP-NanoStack.Hal.Native". CMake finds it here, in a folder
# that build.sh names (INTEROP-NanoStack.Hal.Native_DIR), so that nothing is copied into upstream's tree.
include("${CMAKE_CURRENT_LIST_DIR}/../native/cmake/FindINTEROP-NanoStack.Hal.Native.cmake")
