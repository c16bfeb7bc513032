/* A host that runs lwIP (Debian: liblwip-dev), for the tests of this folder.
 *
 *   lwip_peer TAP ADDRESS MASK echo PORT               echoes what comes, until its input ends
 *   lwip_peer TAP ADDRESS MASK client HOST PORT N LEN  N connections one after another; each sends LEN
 *                                                  bytes, wants them back, and closes
 *   lwip_peer TAP ADDRESS MASK slow PORT MS            reads nothing for that long, then all; says how
 *                                                  much
 *   lwip_peer TAP ADDRESS MASK reset PORT              takes a connection, and closes it with a byte
 *                                                  unread: lwIP resets it
 *
 * TAP names the TAP interface, which exists. Prints "ready" when it listens and "done ..." at its end; exits with 1 and a word when something
 * is not as it should be.
 */
#include <fcntl.h>
#include <linux/if_tun.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lwip/etharp.h"
#include "lwip/netif.h"
#include "lwip/sockets.h"
#include "lwip/tcpip.h"
#include "netif/ethernet.h"

#define CHUNK 1460
#define FRAME 1514

static struct netif port;
static ip4_addr_t address, mask;
static sys_sem_t up;

static void die(const char *what)
{
    printf("failed: %s\n", what);
    exit(1);
}

static err_t send_frame(struct netif *to, struct pbuf *packet)
{
    unsigned char frame[FRAME];
    u16_t length = pbuf_copy_partial(packet, frame, sizeof frame, 0);

    return write((int)(long)to->state, frame, length) == length ? ERR_OK : ERR_IF;
}

static void *receive_frames(void *argument)
{
    struct netif *from = argument;
    unsigned char frame[FRAME];
    ssize_t length;

    while ((length = read((int)(long)from->state, frame, sizeof frame)) > 0) {
        struct pbuf *packet = pbuf_alloc(PBUF_RAW, (u16_t)length, PBUF_RAM);

        if (packet && pbuf_take(packet, frame, (u16_t)length) == ERR_OK
            && from->input(packet, from) == ERR_OK)
            continue;
        if (packet)
            pbuf_free(packet);
    }
    return NULL;
}

static err_t init_port(struct netif *it)
{
    static const u8_t hardware[6] = { 2, 0x12, 0x34, 0x56, 0x78, 0xab };
    pthread_t thread;

    it->name[0] = 't';
    it->name[1] = 'p';
    it->output = etharp_output;
    it->linkoutput = send_frame;
    it->mtu = 1500;
    it->hwaddr_len = sizeof hardware;
    memcpy(it->hwaddr, hardware, sizeof hardware);
    it->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET;
    return pthread_create(&thread, NULL, receive_frames, it) == 0 ? ERR_OK : ERR_IF;
}

static int open_tap(const char *name)
{
    struct ifreq request;
    int fd = open("/dev/net/tun", O_RDWR);

    memset(&request, 0, sizeof request);
    request.ifr_flags = IFF_TAP | IFF_NO_PI;
    strncpy(request.ifr_name, name, sizeof request.ifr_name - 1);
    if (fd < 0 || ioctl(fd, TUNSETIFF, &request) < 0)
        die("no TAP interface");
    return fd;
}

static void add_port(void *tap)
{
    ip4_addr_t none;

    ip4_addr_set_zero(&none);
    if (!netif_add(&port, &address, &mask, &none, tap, init_port, tcpip_input))
        die("no interface");
    netif_set_default(&port);
    netif_set_up(&port);
    netif_set_link_up(&port);
    sys_sem_signal(&up);
}

static struct sockaddr_in point(const char *host, const char *number)
{
    struct sockaddr_in to;

    memset(&to, 0, sizeof to);
    to.sin_family = AF_INET;
    to.sin_port = lwip_htons((u16_t)atoi(number));
    to.sin_addr.s_addr = ipaddr_addr(host);
    return to;
}

static int listen_on(const char *number)
{
    struct sockaddr_in here = point("0.0.0.0", number);
    int listener = lwip_socket(AF_INET, SOCK_STREAM, 0);

    if (listener < 0 || lwip_bind(listener, (struct sockaddr *)&here, sizeof here) < 0
        || lwip_listen(listener, 8) < 0)
        die("listen");
    printf("ready\n");
    return listener;
}

static void send_all(int fd, const unsigned char *data, int count)
{
    while (count > 0) {
        int sent = (int)lwip_send(fd, data, (size_t)count, 0);

        if (sent <= 0)
            die("send");
        data += sent;
        count -= sent;
    }
}

static void *echo_one(void *argument)
{
    unsigned char data[CHUNK];
    int fd = (int)(long)argument, count;

    while ((count = (int)lwip_recv(fd, data, sizeof data, 0)) > 0)
        send_all(fd, data, count);
    lwip_close(fd);
    return NULL;
}

static void *echo_all(void *argument)
{
    int listener = (int)(long)argument;

    for (;;) {
        pthread_t thread;
        int fd = lwip_accept(listener, NULL, NULL);

        if (fd < 0)
            die("accept");
        pthread_create(&thread, NULL, echo_one, (void *)(long)fd);
        pthread_detach(thread);
    }
    return NULL;
}

static void echo(const char *number)
{
    pthread_t thread;

    pthread_create(&thread, NULL, echo_all, (void *)(long)listen_on(number));
    while (getchar() != EOF)
        ;
    printf("done\n");
}

static unsigned char pattern(int connection, int at)
{
    return (unsigned char)(connection * 31 + at * 7 + (at >> 8));
}

struct sending {
    int fd, connection, count;
};

static void *send_pattern(void *argument)
{
    struct sending *s = argument;
    unsigned char data[CHUNK];
    int at, i;

    for (at = 0; at < s->count; at += i) {
        for (i = 0; i < CHUNK && at + i < s->count; i++)
            data[i] = pattern(s->connection, at + i);
        send_all(s->fd, data, i);
    }
    return NULL;
}

static void client_once(struct sockaddr_in to, int connection, int length)
{
    struct sending s = { lwip_socket(AF_INET, SOCK_STREAM, 0), connection, length };
    unsigned char data[CHUNK];
    pthread_t thread;
    int at, i, count;

    if (s.fd < 0 || lwip_connect(s.fd, (struct sockaddr *)&to, sizeof to) < 0)
        die("connect");
    pthread_create(&thread, NULL, send_pattern, &s);
    for (at = 0; at < length; at += count) {
        count = (int)lwip_recv(s.fd, data, sizeof data, 0);
        if (count <= 0)
            die("the stream ends early");
        for (i = 0; i < count; i++)
            if (data[i] != pattern(connection, at + i))
                die("another byte than was sent");
    }
    pthread_join(thread, NULL);
    lwip_shutdown(s.fd, SHUT_WR);
    if (lwip_recv(s.fd, data, sizeof data, 0) != 0)
        die("more bytes than were sent");
    lwip_close(s.fd);
}

static void slow(const char *number, int ms)
{
    unsigned char data[CHUNK];
    long total = 0;
    int count, listener = listen_on(number), fd = lwip_accept(listener, NULL, NULL);

    usleep((useconds_t)ms * 1000);
    while ((count = (int)lwip_recv(fd, data, sizeof data, 0)) > 0)
        total += count;
    lwip_close(fd);
    printf("done %ld\n", total);
}

static void reset(const char *number)
{
    int listener = listen_on(number), fd = lwip_accept(listener, NULL, NULL);

    usleep(100000);
    lwip_close(fd);
    usleep(100000);
    printf("done\n");
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc < 6 || !ip4addr_aton(argv[2], &address) || !ip4addr_aton(argv[3], &mask))
        die("see the head of lwip_peer.c");
    sys_sem_new(&up, 0);
    tcpip_init(add_port, (void *)(long)open_tap(argv[1]));
    sys_sem_wait(&up);

    if (!strcmp(argv[4], "echo"))
        echo(argv[5]);
    else if (!strcmp(argv[4], "slow") && argc == 7)
        slow(argv[5], atoi(argv[6]));
    else if (!strcmp(argv[4], "reset"))
        reset(argv[5]);
    else if (!strcmp(argv[4], "client") && argc == 9) {
        int i;

        for (i = 0; i < atoi(argv[7]); i++)
            client_once(point(argv[5], argv[6]), i, atoi(argv[8]));
        printf("done %d\n", i);
    } else
        die("see the head of lwip_peer.c");
    return 0;
}
