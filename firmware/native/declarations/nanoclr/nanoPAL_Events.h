#ifndef NS_DECL_NANOPAL_EVENTS_H
#define NS_DECL_NANOPAL_EVENTS_H

#include <stdint.h>

#define SYSTEM_EVENT_FLAG_RADIO 0x00010000

extern "C" void Events_Set(uint32_t events);

#endif
