#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>Two ends that disagree answer each other's ACKs, but not for ever (RFC 5961, 7; Linux:
/// <c>tcp_oow_rate_limited</c>).</summary>
[TestClass]
public sealed class AckStormTests
{
    [TestMethod]
    public void TimeWait_StrangeAcksInARow_AnswersOnePerInterval()
    {
        TcpBench bench = TcpBench.TimeWait();

        bench.Inject(5000, null, 9000, TcpHeader.Ack);
        bench.ExpectAck(1);
        bench.Inject(5000, null, 9000, TcpHeader.Ack);
        bench.Inject(5000, null, 9000, TcpHeader.Ack);
        bench.ExpectSilence();

        bench.Bench.Advance(Limits.TcpChallengeAckMs);
        bench.Inject(5000, null, 9000, TcpHeader.Ack);
        bench.ExpectAck(1);
    }

    [TestMethod]
    public void TimeWait_FinAgain_IsAnsweredEachTime()
    {
        TcpBench bench = TcpBench.TimeWait();

        for (int i = 0; i < 3; i++)
        {
            bench.Inject(0, null, 1, TcpHeader.Fin | TcpHeader.Ack);
            bench.ExpectAck(1);
        }
    }

    [TestMethod]
    public void HalfOpen_StrangeAcksInARow_AnswersOnePerInterval()
    {
        TcpBench bench = TcpBench.Listening();
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();

        bench.Inject(90000, null, 0, TcpHeader.Ack);
        bench.ExpectAck(0);
        bench.Inject(90000, null, 0, TcpHeader.Ack);
        bench.Inject(90000, null, 0, TcpHeader.Ack);
        bench.ExpectSilence();

        bench.Bench.Advance(Limits.TcpChallengeAckMs);
        bench.Inject(90000, null, 0, TcpHeader.Ack);
        bench.ExpectAck(0);
    }

    /// <summary>Rule 63 (RFC 5961, 7): the pause between challenges is over after half a second, and
    /// still is when the clock's difference has wrapped: 24 quiet days later.</summary>
    [TestMethod]
    public void Challenge_AfterMoreThan24QuietDays_IsSentAgain()
    {
        const int TwelveAndAHalfDaysMs = 1080000000;
        TcpBench bench = TcpBench.Established();
        bench.Inject(-1, null, 0, TcpHeader.Ack);       // the peer's keep-alive probe
        bench.ExpectAck(0);

        bench.Bench.Clock.Advance(TwelveAndAHalfDaysMs);
        bench.Bench.Poll();
        bench.Bench.Clock.Advance(TwelveAndAHalfDaysMs);
        bench.Bench.Poll();
        bench.Inject(-1, null, 0, TcpHeader.Ack);
        bench.ExpectAck(0);
    }
}
