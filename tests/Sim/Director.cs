using System.Collections.Generic;
using NanoStack.Kernel;
using NanoStack.Tcp;
using NanoStack.Wire;

namespace NanoStack.Sim;

/// <summary>Who opens which connection when, and which misfortune comes when.</summary>
internal sealed class Director
{
    /// <summary>Conversations that are not over.</summary>
    public readonly List<Conversation> Active = new List<Conversation>(64);

    private readonly World _world;
    private readonly SimRandom _random;
    private readonly Misfortune _misfortune;
    private readonly Dictionary<ulong, Conversation> _byTuple;
    private readonly int _conversationCount;
    private readonly int _concurrentCount;
    private readonly int _pauseMsMax;
    private readonly int _acceptMsMax;
    private readonly int _simultaneousPercent;
    private int _begunCount;
    private long _nextBeginMs;
    private int _simultaneousPort = 30000;

    public Director(World world, SimRandom random)
    {
        _world = world;
        _random = random;
        _misfortune = new Misfortune(world, random.Fork());
        _byTuple = new Dictionary<ulong, Conversation>(256);
        _conversationCount = random.Between(10, 60);
        _concurrentCount = random.Between(1, 8);
        _pauseMsMax = random.Of(0, 0, 10, 100, 2000);
        _acceptMsMax = random.Of(0, 0, 0, 20, 500);
        _simultaneousPercent = random.Percent(20) ? random.Between(5, 50) : 0;
    }

    public bool IsOver => _begunCount == _conversationCount && Active.Count == 0;

    public long NextEventMs => _misfortune.NextMs;

    public void Begin()
    {
        _misfortune.Begin();
    }

    public long NextProgramMs()
    {
        long nextMs = long.MaxValue;
        if (_begunCount < _conversationCount && Active.Count < _concurrentCount)
        {
            nextMs = _nextBeginMs;
        }

        SimHost[] hosts = _world.Hosts;
        for (int i = 0; i < hosts.Length; i++)
        {
            List<Endpoint> ends = hosts[i].Endpoints;
            for (int j = 0; j < ends.Count; j++)
            {
                nextMs = ends[j].NextActMs < nextMs ? ends[j].NextActMs : nextMs;
            }
        }

        return nextMs;
    }

    public void RunEvents()
    {
        _misfortune.Run();
    }

    public void RunPrograms()
    {
        if (_begunCount < _conversationCount && Active.Count < _concurrentCount
            && _world.NowMs >= _nextBeginMs)
        {
            BeginConversation();
        }

        SimHost[] hosts = _world.Hosts;
        for (int i = 0; i < hosts.Length; i++)
        {
            List<Endpoint> ends = hosts[i].Endpoints;
            for (int j = ends.Count - 1; j >= 0; j--)
            {
                if (j < ends.Count && ends[j].NextActMs <= _world.NowMs)
                {
                    ends[j].Act();
                }

                if (j < ends.Count && ends[j].IsClosed)
                {
                    ends.RemoveAt(j);
                }
            }
        }

        Sweep();
    }

    /// <summary>A host was polled: programs are woken, connections accepted.</summary>
    public void Polled(SimHost host)
    {
        for (int i = 0; i < host.Endpoints.Count; i++)
        {
            host.Endpoints[i].LookForWakeUp();
        }

        for (int i = 0; i < SimHost.ListenerCount; i++)
        {
            bool isTaken = host.HasToAccept(i)
                && (_acceptMsMax == 0 || _random.Below(_acceptMsMax) < 20);
            if (isTaken)
            {
                Accept(host, i);
            }
        }
    }

    /// <summary>The connection that a pair of addresses and ports stands for now, or null.</summary>
    public Conversation Find(SimHost a, int aPort, SimHost b, int bPort)
    {
        return _byTuple.TryGetValue(Key(a, aPort, b, bPort), out Conversation found)
            || _byTuple.TryGetValue(Key(b, bPort, a, aPort), out found) ? found : null;
    }

    public void Failed(Endpoint endpoint)
    {
        Conversation conversation = endpoint.Conversation;
        _world.Stats.Failed++;
        bool isConnecting = !endpoint.WasOpen && endpoint.IsOpener;
        bool isExcused = conversation.IsExcused
            || (isConnecting && conversation.IsSimultaneous);
        _world.Check(isExcused, "failed without a reason", endpoint);
    }

    public void Closing(Endpoint endpoint)
    {
        if (endpoint.HasEnd && endpoint.Error == 0
            && endpoint.SentBytes == endpoint.Plan.TotalBytes)
        {
            _world.Stats.Whole++;
        }
    }

    public void CloseListeners()
    {
        _misfortune.Stop();
        for (int i = 0; i < _world.Hosts.Length; i++)
        {
            for (int j = 0; j < SimHost.ListenerCount; j++)
            {
                _world.Hosts[i].CloseListener(j);
            }
        }
    }

    private static ulong Key(SimHost a, int aPort, SimHost b, int bPort)
    {
        return ((ulong)a.Index << 40) | ((ulong)b.Index << 36) | ((ulong)aPort << 16)
            | (uint)bPort;
    }

    private void Sweep()
    {
        for (int i = Active.Count - 1; i >= 0; i--)
        {
            Conversation one = Active[i];
            if (one.IsOver(_world.NowMs))
            {
                bool wasMissed = one.Server == null && one.Client.WasOpen
                    && one.Client.Error == 0 && !one.IsExcused && !one.IsSimultaneous;
                _world.Check(!wasMissed, "never accepted", one.Client);
                Active.RemoveAt(i);
            }
        }
    }

    private void BeginConversation()
    {
        _nextBeginMs = _world.NowMs + (_pauseMsMax == 0 ? 0 : _random.Below(_pauseMsMax));
        Conversation conversation = NewConversation();
        int port = conversation.IsSimultaneous ? _simultaneousPort
            : IsAimed ? _misfortune.AimedPort : 0;
        Endpoint opener = Open(
            conversation, conversation.ClientHost, port, conversation.ServerHost,
            conversation.ServerPort, conversation.ClientPlan);
        if (opener == null)
        {
            _nextBeginMs = _world.NowMs + 10 + _random.Below(200);      // no socket, no link, ...
            return;
        }

        _simultaneousPort += 2;
        _begunCount++;
        _world.Stats.Connections++;
        conversation.Client = opener;
        Active.Add(conversation);
        if (conversation.IsSimultaneous)
        {
            conversation.Server = Open(
                conversation, conversation.ServerHost, conversation.ServerPort,
                conversation.ClientHost, port, conversation.ServerPlan);
        }
    }

    /// <summary>The first connection of most runs: its sequence numbers will wrap.</summary>
    private bool IsAimed => _begunCount == 0 && _misfortune.AimedPort != 0;

    private Conversation NewConversation()
    {
        SimHost[] hosts = _world.Hosts;
        int client = IsAimed ? 0 : _random.Below(hosts.Length);
        int server = (client + 1 + _random.Below(hosts.Length - 1)) % hosts.Length;
        server = IsAimed ? 1 : server;
        bool isSimultaneous = !IsAimed && _random.Percent(_simultaneousPercent);
        Conversation conversation = new Conversation(
            _begunCount, hosts[client], hosts[server], _random, isSimultaneous);
        conversation.ServerPort = isSimultaneous ? _simultaneousPort + 1
            : hosts[server].PortOf(IsAimed ? 0 : _random.Below(SimHost.ListenerCount));
        return conversation;
    }

    private Endpoint Open(
        Conversation conversation, SimHost host, int localPort, SimHost peer, int port,
        EndpointPlan plan)
    {
        int handle = host.Net.Sys.Create();
        if (handle < 0)
        {
            return null;
        }

        int error = localPort == 0 ? 0 : host.Net.Sys.Bind(handle, 0, localPort);
        TcpSock sock = host.Net.Sys.Find(handle);
        conversation.Begin(_world.NowMs);
        if (localPort != 0)
        {
            Remember(conversation, host, localPort, peer, port);
        }

        error = error < 0 ? error : host.Connect(handle, peer.Ip, port);
        if (error != Errno.InProgress)
        {
            _world.Note("host " + host.Index + " connect = " + error);
            host.Close(handle);
            return null;
        }

        if (localPort == 0)
        {
            Remember(conversation, host, sock.LocalPort, peer, port);
        }

        Endpoint end = new Endpoint(_world, conversation, host, plan, handle, true);
        end.SetOptions(host.Clock.NowMs());
        host.Endpoints.Add(end);
        if (conversation.Client == null)
        {
            conversation.ClientIss = sock.Iss;
            conversation.ClientPort = sock.LocalPort;
        }

        _world.NoteCall(end, "connect", port, error);
        return end;
    }

    private void Remember(
        Conversation conversation, SimHost host, int localPort, SimHost peer, int port)
    {
        _byTuple.Remove(Key(peer, port, host, localPort));
        _byTuple[Key(host, localPort, peer, port)] = conversation;
    }

    private void Accept(SimHost host, int listener)
    {
        int handle = host.Accept(listener);
        if (handle < 0)
        {
            return;
        }

        TcpSock sock = host.Net.Sys.Find(handle);
        Conversation conversation = null;
        for (int i = 0; i < Active.Count; i++)
        {
            Conversation one = Active[i];
            bool isIt = one.ServerHost == host && one.ClientIss == sock.Irs
                && one.ClientPort == sock.RemotePort && one.ClientHost.Ip == sock.RemoteAddress;
            if (isIt)
            {
                conversation = one.Server == null ? one : null;
                one.HasGhost = one.Server != null;
            }
        }

        if (conversation == null)
        {
            // Its opener is gone already, or it is the ghost of one: close it.
            _world.Note("host " + host.Index + " accepts a stranger from " + sock.RemotePort);
            _world.Stats.Strangers++;
            host.Close(handle);
            return;
        }

        _world.Stats.Established++;
        Endpoint end = new Endpoint(
            _world, conversation, host, conversation.ServerPlan, handle, false);
        end.WasOpen = true;
        end.SetOptions(host.Clock.NowMs());
        conversation.Server = end;
        host.Endpoints.Add(end);
        _world.NoteCall(end, "accept", listener, handle);
    }
}
