/* As much of a test framework as these tests need: a line for each failure, a count at the end. */
#ifndef NS_EXPECT_H
#define NS_EXPECT_H

#include <stdio.h>

static int passed_count;
static int failed_count;

#define EXPECT(condition)                                                   \
    do                                                                      \
    {                                                                       \
        if (!(condition))                                                   \
        {                                                                   \
            is_failed = 1;                                                  \
            printf("%s:%d: %s\n", __FILE__, __LINE__, #condition);          \
        }                                                                   \
    } while (0)

static int is_failed;

static void run(const char *name, void (*test)(void))
{
    is_failed = 0;
    test();
    passed_count += !is_failed;
    failed_count += is_failed;
    if (is_failed)
    {
        printf("failed: %s\n", name);
    }
}

#define RUN(test) run(#test, test)

/* The last line is for ./ci. */
static int finish(void)
{
    printf("%d passed, %d failed\n", passed_count, failed_count);
    return failed_count != 0;
}

#endif
