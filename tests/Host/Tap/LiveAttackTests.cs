using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Skb;

namespace NanoStack.Tests.Host.Tap;

/// <summary>A live connection with the kernel under attack: its echo goes on, a new client is served,
/// all packets come home.</summary>
/// <remarks>The attacker sends by a packet socket on the kernel's interface, in the midst of what the
/// two say to each other. They do without time stamps, which would drop most of his segments before
/// anything else looked at them.</remarks>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class LiveAttackTests
{
    private const int TurnCount = 200;
    private const int TurnsPerTalk = 10;

    public TestContext TestContext { get; set; }

    /// <param name="attack">A method of <see cref="LiveAttacker"/>.</param>
    /// <param name="counter">What says that it was noticed.</param>
    [TestMethod]
    [DataRow(nameof(LiveAttacker.Resets), Mib.TcpChallengeAck)]
    [DataRow(nameof(LiveAttacker.Syns), Mib.TcpChallengeAck)]
    [DataRow(nameof(LiveAttacker.Acks), Mib.TcpInBadAck)]
    [DataRow(nameof(LiveAttacker.Data), Mib.TcpInBadSeq)]
    [DataRow(nameof(LiveAttacker.Flags), Mib.TcpInNoAckFlag)]
    [DataRow(nameof(LiveAttacker.Options), Mib.TcpInErrs)]
    [DataRow(nameof(LiveAttacker.Icmp), Mib.TcpIcmpOutOfWindow)]
    [DataRow(nameof(LiveAttacker.SynFlood), Mib.TcpSynCookiesSent)]
    [DataRow(nameof(LiveAttacker.Fragments), Mib.IpReasmFails)]
    [DataRow(nameof(LiveAttacker.Arp), Mib.ArpInBogus)]
    [DataRow(nameof(LiveAttacker.Addresses), Mib.IpInAddrErrors)]
    public void Echo_UnderAttack_GoesOn(string attack, int counter)
    {
        using TapBench bench = new TapBench(TestContext.TestName + "-" + attack);
        bench.Kernel.Set("ipv4.tcp_timestamps", 0);
        using (LiveVictims victims = new LiveVictims(bench))
        using (LiveAttacker attacker = new LiveAttacker(bench, victims.Pair))
        {
            Action<int> send = typeof(LiveAttacker).GetMethod(attack)
                .CreateDelegate<Action<int>>(attacker);
            for (int turn = 0; turn < TurnCount; turn++)
            {
                send(turn);
                if (turn % TurnsPerTalk == 0)
                {
                    victims.ExpectTalk(1);
                }
            }

            victims.ExpectTalk(10);
            victims.ExpectServed();
        }

        Assert.IsTrue(bench.Count(counter) > 0, "the attack did not arrive");
        TestContext.WriteLine(attack + ": " + bench.Count(counter));
        ExpectCalm(bench);
    }

    /// <summary>The one lie that ARP believes, as every host does: the kernel's address is another's.
    /// Nobody answers there; time-outs cast doubt on the neighbour (R1), three questions to it stay
    /// unanswered, and then everybody is asked. That takes about twelve seconds.</summary>
    [TestMethod]
    public void ArpPoison_OfThePeer_IsHealed()
    {
        const int PatienceMs = 30000;
        using TapBench bench = new TapBench(TestContext.TestName);
        using (LiveVictims victims = new LiveVictims(bench, PatienceMs))
        using (LiveAttacker attacker = new LiveAttacker(bench, victims.Pair))
        {
            victims.ExpectTalk(10);
            attacker.Poison();
            victims.ExpectTalk(10);
            victims.ExpectServed();
        }

        ExpectCalm(bench);
    }

    private static void ExpectCalm(TapBench bench)
    {
        ExpectFragmentsServed(bench);
        TapBench.WaitFor(() => bench.OpenSocketCount == 0, "our sockets to end");
        TapBench.WaitFor(
            () => bench.Net.Pool.FreeCount(SkBuffPool.KindHeader)
                == bench.Net.Pool.TotalCount(SkBuffPool.KindHeader),
            "what waits for strangers to be given up");
        bench.ExpectSoundOfOurs();
    }

    /// <summary>An echo that the kernel sends in pieces is put together and answered; what is left of
    /// the attacker's pieces makes room for it.</summary>
    private static void ExpectFragmentsServed(TapBench bench)
    {
        bench.Kernel.Execute("ip", "link", "set", bench.Tap.Name, "mtu", "600");
        bench.Kernel.Execute(           // several: a flood of ICMP has used up its share of a moment
            "ping", "-n", "-c", "10", "-i", "0.1", "-W", "2", "-s", "1000", TapBench.BoardIp);
        Assert.IsTrue(bench.Count(Mib.IpReasmOKs) > 0, "it came in one piece");
    }
}
