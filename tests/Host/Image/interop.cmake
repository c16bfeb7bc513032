# cmake -P: asks for the native part as nf-interpreter's build does, which sets its own module path,
# knows nothing of our folders, and takes the package's variables by the assembly's name. What it then
# reads out of the sources, a version and a checksum, goes into the list that build.sh looks at.
cmake_minimum_required(VERSION 3.20)
set(CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}/no-module-here")
set(IDF_PATH_CMAKED "/idf")
set(assembly "NanoStack.Hal.Native")
set("INTEROP-${assembly}_DIR" "${IMAGE_DIR}")

find_package("INTEROP-${assembly}" REQUIRED QUIET)

set(table "")
foreach(source IN LISTS ${assembly}_SOURCES)
    file(READ "${source}" text)
    string(APPEND table "${text}")
endforeach()
string(REPLACE "." "_" symbol "g_CLR_AssemblyNative_${assembly}")
if(NOT table MATCHES "CLR_RT_NativeAssemblyData ${symbol} *=[^{]*{[^0]*(0x[0-9A-F]+),[^{]*{ *([0-9]+), *([0-9]+), *([0-9]+), *([0-9]+)")
    message(FATAL_ERROR "no ${symbol} in ${${assembly}_SOURCES}")
endif()
message("${assembly},${CMAKE_MATCH_2}.${CMAKE_MATCH_3}.${CMAKE_MATCH_4}.${CMAKE_MATCH_5},${CMAKE_MATCH_1}")
list(LENGTH ${assembly}_SOURCES count)
list(LENGTH ${assembly}_INCLUDE_DIRS folders)
message("${count} sources, ${folders} folders")
