using System.Collections.Generic;
using NanoStack.Tcp;

namespace NanoStack.Packetdrill;

/// <summary><c>struct eventpoll</c>: who is watched for what. The stack tells waiters that something
/// happened, not what; so the edges are found by comparing with the last look.</summary>
internal sealed class EpollSet
{
    private const uint EdgeTriggered = 1u << 31;
    private const uint OneShot = 1u << 30;
    private const uint Exclusive = 1u << 28;
    private const uint Modes = EdgeTriggered | OneShot | Exclusive | (1u << 29);
    private const int ControlAdd = 1;
    private const int ControlDelete = 2;

    private readonly List<Item> _items = new List<Item>();

    public readonly int Number;

    public EpollSet(int number)
    {
        Number = number;
    }

    /// <summary><c>epoll_ctl</c></summary>
    /// <returns>0 or a negative errno of Linux.</returns>
    public int Control(int operation, Descriptor descriptor, uint events, ulong data)
    {
        Item item = _items.Find(known => known.Descriptor == descriptor);
        if (operation == ControlAdd ? item != null : item == null)
        {
            return operation == ControlAdd ? -Libc.EExist : -Libc.ENoEnt;
        }

        if (operation == ControlDelete)
        {
            _items.Remove(item);
            return 0;
        }

        if (item == null)
        {
            item = new Item(descriptor);
            _items.Add(item);
        }

        item.Events = events;
        item.Data = data;
        item.IsDisabled = false;
        item.HasEdge = true;                    // ep_insert, ep_modify: what is ready now counts
        item.Remember();
        return 0;
    }

    /// <summary>Something happened: notes the edges.</summary>
    public void Look()
    {
        foreach (Item item in _items)
        {
            item.HasEdge |= item.HasChanged();
            item.Remember();
        }
    }

    /// <summary><c>epoll_wait</c>: what is ready now.</summary>
    /// <returns>How many entries were written.</returns>
    public unsafe int Take(EpollEvent* to, int countMax)
    {
        int count = 0;
        foreach (Item item in _items)
        {
            uint ready = (uint)(ushort)Calls.Ready(item.Descriptor.Sock)
                & ((item.Events & ~Modes) | (ushort)(Libc.PollErr | Libc.PollHup));
            bool isEdge = (item.Events & EdgeTriggered) != 0;
            if (count == countMax || item.IsDisabled || ready == 0 || (isEdge && !item.HasEdge))
            {
                continue;
            }

            item.HasEdge = false;
            item.IsDisabled = (item.Events & OneShot) != 0;
            to[count].Events = ready;
            to[count].Data = item.Data;
            count++;
        }

        return count;
    }

    /// <summary>A descriptor was closed.</summary>
    public void Forget(Descriptor descriptor)
    {
        _items.RemoveAll(item => item.Descriptor == descriptor);
    }

    private sealed class Item
    {
        public readonly Descriptor Descriptor;
        public uint Events;
        public ulong Data;
        public bool HasEdge;
        public bool IsDisabled;
        private short _ready;
        private uint _rcvNxt;
        private TcpState _state;

        public Item(Descriptor descriptor)
        {
            Descriptor = descriptor;
        }

        /// <summary>New data, a new state, or an event that was not there at the last look.</summary>
        public bool HasChanged()
        {
            TcpSock sock = Descriptor.Sock;
            return sock.RcvNxt != _rcvNxt || sock.State != _state
                || (Calls.Ready(sock) & ~_ready) != 0;
        }

        public void Remember()
        {
            _ready = Calls.Ready(Descriptor.Sock);
            _rcvNxt = Descriptor.Sock.RcvNxt;
            _state = Descriptor.Sock.State;
        }
    }
}
