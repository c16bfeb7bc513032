#ifndef NS_DECL_ESP_ATTR_H
#define NS_DECL_ESP_ATTR_H

#define DRAM_ATTR __attribute__((section(".dram1")))

#endif
