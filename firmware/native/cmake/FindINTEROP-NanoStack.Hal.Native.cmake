# How nf-interpreter's build finds the native side of NanoStack.Hal.Native: it asks for the package
# "INTEROP-<assembly>" for every name in NF_INTEROP_ASSEMBLIES and reads <assembly>_SOURCES and
# <assembly>_INCLUDE_DIRS. firmware/image/build.sh has it find this file where it is; or copy it to
# CMake/Modules of nf-interpreter, and firmware/native to InteropAssemblies/NanoStack.Hal.Native or
# set NANOSTACK_NATIVE_DIR to where that is.

if(NOT NANOSTACK_NATIVE_DIR)
    if(EXISTS "${CMAKE_CURRENT_LIST_DIR}/../core/ns_native.h")
        get_filename_component(NANOSTACK_NATIVE_DIR "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
    else()
        set(NANOSTACK_NATIVE_DIR "${CMAKE_SOURCE_DIR}/InteropAssemblies/NanoStack.Hal.Native")
    endif()
endif()

# Of ESP-IDF, the noise source's header is not among those the interpreter uses itself.
set(NanoStack.Hal.Native_INCLUDE_DIRS
    "${NANOSTACK_NATIVE_DIR}/interop"
    "${CMAKE_SOURCE_DIR}/src/CLR/Core"
    "${CMAKE_SOURCE_DIR}/src/CLR/Include"
    "${CMAKE_SOURCE_DIR}/src/HAL/Include"
    "${CMAKE_SOURCE_DIR}/src/PAL/Include"
    "${IDF_PATH_CMAKED}/components/bootloader_support/include")

set(NanoStack.Hal.Native_FILES
    core/ns_arena.c
    core/ns_device.c
    core/ns_entropy.c
    core/ns_sum.c
    esp32/clock_esp32.c
    esp32/entropy_esp32.c
    esp32/pads_esp32.c
    esp32/port_esp32.c
    interop/emac_native.cpp
    interop/nanostack_hal_native.cpp
)

set(NanoStack.Hal.Native_SOURCES "")
foreach(file IN LISTS NanoStack.Hal.Native_FILES)
    if(NOT EXISTS "${NANOSTACK_NATIVE_DIR}/${file}")
        message(FATAL_ERROR "NanoStack.Hal.Native: no ${file} in ${NANOSTACK_NATIVE_DIR}")
    endif()

    list(APPEND NanoStack.Hal.Native_SOURCES "${NANOSTACK_NATIVE_DIR}/${file}")
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args("INTEROP-NanoStack.Hal.Native"
    DEFAULT_MSG NanoStack.Hal.Native_INCLUDE_DIRS NanoStack.Hal.Native_SOURCES)
