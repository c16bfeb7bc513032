#ifndef NS_DECL_BOOTLOADER_RANDOM_H
#define NS_DECL_BOOTLOADER_RANDOM_H

void bootloader_random_enable(void);
void bootloader_random_disable(void);

#endif
