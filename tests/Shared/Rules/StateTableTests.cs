#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif

namespace NanoStack.Tests.Rules;

/// <summary>RFC 9293, 3.10.7 as a table: every state, every combination of flags, every place in the
/// sequence space, and what comes of it.</summary>
/// <remarks>
/// <see cref="StateWalk"/> says how a row is read. Where RFC 9293 leaves room the rows follow RFC 5961
/// and RFC 1337; SYN with FIN opens nothing (attack T16).
/// </remarks>
[TestClass]
public sealed class StateTableTests
{
    /// <summary>Rules 79, 80 (RFC 9293, 3.10.7.1): no connection.</summary>
    [TestMethod]
    public void Closed_EverySegment_IsResetButRst()
    {
        StateWalk.Run(
            'C',
            new string[]
            {
                // FSRA  left, next, inside, right; ACK of the future, of long ago
                ".... Z= Z= Z= Z=",
                "F... Z= Z= Z= Z=",
                ".S.. Z= Z= Z= Z=",
                "FS.. Z= Z= Z= Z=",
                "..R. -= -= -= -=",
                "F.R. -= -= -= -=",
                ".SR. -= -= -= -=",
                "FSR. -= -= -= -=",
                "...A R= R= R= R= R= R=",
                "F..A R= R= R= R= R= R=",
                ".S.A R= R= R= R= R= R=",
                "FS.A R= R= R= R= R= R=",
                "..RA -= -= -= -= -= -=",
                "F.RA -= -= -= -= -= -=",
                ".SRA -= -= -= -= -= -=",
                "FSRA -= -= -= -= -= -=",
            });
    }

    /// <summary>Rules 26-28, 30 (RFC 9293, 3.10.7.2; attacks T16 to T23): a listener.</summary>
    [TestMethod]
    public void Listen_EverySegment_OnlySynOpens()
    {
        StateWalk.Run(
            'l',
            new string[]
            {
                // FSRA  left, next, inside, right; ACK of the future, of long ago
                ".... -= -= -= -=",
                "F... -= -= -= -=",
                ".S.. Sq Sq Sq Sq",
                "FS.. -= -= -= -=",
                "..R. -= -= -= -=",
                "F.R. -= -= -= -=",
                ".SR. -= -= -= -=",
                "FSR. -= -= -= -=",
                "...A R= R= R= R= R= R=",
                "F..A R= R= R= R= R= R=",
                ".S.A R= R= R= R= R= R=",
                "FS.A R= R= R= R= R= R=",
                "..RA -= -= -= -= -= -=",
                "F.RA -= -= -= -= -= -=",
                ".SRA -= -= -= -= -= -=",
                "FSRA -= -= -= -= -= -=",
            });
    }

    /// <summary>Rules 31-35 (RFC 9293, 3.10.7.3): our SYN is out.</summary>
    [TestMethod]
    public void SynSent_EverySegment_OnlySynOrAnswerCounts()
    {
        StateWalk.Run(
            's',
            new string[]
            {
                // FSRA  left, next, inside, right; ACK of the future, of long ago
                ".... -= -= -= -=",
                "F... -= -= -= -=",
                ".S.. Sr Sr Sr Sr",
                "FS.. -= -= -= -=",
                "..R. -= -= -= -=",
                "F.R. -= -= -= -=",
                ".SR. -= -= -= -=",
                "FSR. -= -= -= -=",
                "...A -= -= -= -= R= R=",
                "F..A -= -= -= -= R= R=",
                ".S.A AE AE AE AE R= R=",
                "FS.A FW FW FW FW R= R=",
                "..RA -C -C -C -C -= -=",
                "F.RA -C -C -C -C -= -=",
                ".SRA -C -C -C -C -= -=",
                "FSRA -C -C -C -C -= -=",
            });
    }

    /// <summary>Rules 25, 49, 57-60, 66 (RFC 9293, 3.10.7.4): both SYNs crossed.</summary>
    [TestMethod]
    public void SynReceived_EverySegment_EstablishesOrNot()
    {
        StateWalk.Run(
            'r',
            new string[]
            {
                // FSRA  left, next, inside, right; ACK of the future, of long ago
                ".... A= -= -= A=",
                "F... A= -= -= A=",
                ".S.. A= A= A= A=",
                "FS.. A= A= A= A=",
                "..R. -= -C A= -=",
                "F.R. -= -C A= -=",
                ".SR. -= -C A= -=",
                "FSR. -= -C A= -=",
                "...A A= -E -E A= R= R=",
                "F..A A= FW AE A= R= R=",
                ".S.A A= A= A= A= A= A=",
                "FS.A A= A= A= A= A= A=",
                "..RA -= -C A= -= -C -C",
                "F.RA -= -C A= -= -C -C",
                ".SRA -= -C A= -= -C -C",
                "FSRA -= -C A= -= -C -C",
            });
    }

    /// <summary>Rules 25, 49, 57-60, 66 (RFC 9293, 3.10.7.4): a listener answered a SYN.</summary>
    [TestMethod]
    public void SynReceivedPassive_EverySegment_EstablishesOrNot()
    {
        StateWalk.Run(
            'q',
            new string[]
            {
                // FSRA  left, next, inside, right; ACK of the future, of long ago
                ".... A= -= -= A=",
                "F... A= -= -= A=",
                ".S.. A= A= A= A=",
                "FS.. A= A= A= A=",
                "..R. -= -l A= -=",
                "F.R. -= -l A= -=",
                ".SR. -= -l A= -=",
                "FSR. -= -l A= -=",
                "...A A= -E -E A= R= R=",
                "F..A A= FW AE A= R= R=",
                ".S.A A= A= A= A= A= A=",
                "FS.A A= A= A= A= A= A=",
                "..RA -= -l A= -= -l -l",
                "F.RA -= -l A= -= -l -l",
                ".SRA -= -l A= -= -l -l",
                "FSRA -= -l A= -= -l -l",
            });
    }

    /// <summary>Rules 46, 49, 56-62 (RFC 9293, 3.10.7.4; RFC 5961): data may flow.</summary>
    [TestMethod]
    public void Established_EverySegment_IsJudged()
    {
        StateWalk.Run(
            'E',
            new string[]
            {
                // FSRA  left, next, inside, right; ACK of the future, of long ago
                ".... A= -= -= A=",
                "F... A= -= -= A=",
                ".S.. A= A= A= A=",
                "FS.. A= A= A= A=",
                "..R. -= -C A= -=",
                "F.R. -= -C A= -=",
                ".SR. -= -C A= -=",
                "FSR. -= -C A= -=",
                "...A A= -= -= A= A= A=",
                "F..A A= FW A= A= A= A=",
                ".S.A A= A= A= A= A= A=",
                "FS.A A= A= A= A= A= A=",
                "..RA -= -C A= -= -C -C",
                "F.RA -= -C A= -= -C -C",
                ".SRA -= -C A= -= -C -C",
                "FSRA -= -C A= -= -C -C",
            });
    }

    /// <summary>Rules 46, 49, 56-62, 68, 69 (RFC 9293, 3.10.7.4): our FIN is out.</summary>
    [TestMethod]
    public void FinWait1_EverySegment_IsJudged()
    {
        StateWalk.Run(
            '1',
            new string[]
            {
                // FSRA  left, next, inside, right; ACK of the future, of long ago
                ".... A= -= -= A=",
                "F... A= -= -= A=",
                ".S.. A= A= A= A=",
                "FS.. A= A= A= A=",
                "..R. -= -C A= -=",
                "F.R. -= -C A= -=",
                ".SR. -= -C A= -=",
                "FSR. -= -C A= -=",
                "...A A= -2 -2 A2 A= A=",
                "F..A A= FT A2 A2 A= A=",
                ".S.A A= A= A= A= A= A=",
                "FS.A A= A= A= A= A= A=",
                "..RA -= -C A= -= -C -C",
                "F.RA -= -C A= -= -C -C",
                ".SRA -= -C A= -= -C -C",
                "FSRA -= -C A= -= -C -C",
            });
    }

    /// <summary>Rules 46, 49, 56-62, 68 (RFC 9293, 3.10.7.4): our FIN is acknowledged.</summary>
    [TestMethod]
    public void FinWait2_EverySegment_IsJudged()
    {
        StateWalk.Run(
            '2',
            new string[]
            {
                // FSRA  left, next, inside, right; ACK of the future, of long ago
                ".... A= -= -= A=",
                "F... A= -= -= A=",
                ".S.. A= A= A= A=",
                "FS.. A= A= A= A=",
                "..R. -= -C A= -=",
                "F.R. -= -C A= -=",
                ".SR. -= -C A= -=",
                "FSR. -= -C A= -=",
                "...A A= -= -= A= A= A=",
                "F..A A= FT A= A= A= A=",
                ".S.A A= A= A= A= A= A=",
                "FS.A A= A= A= A= A= A=",
                "..RA -= -C A= -= -C -C",
                "F.RA -= -C A= -= -C -C",
                ".SRA -= -C A= -= -C -C",
                "FSRA -= -C A= -= -C -C",
            });
    }

    /// <summary>Rules 46, 49, 56-62, 70 (RFC 9293, 3.10.7.4): the peer has closed.</summary>
    [TestMethod]
    public void CloseWait_EverySegment_IsJudged()
    {
        StateWalk.Run(
            'W',
            new string[]
            {
                // FSRA  left, next, inside, right; ACK of the future, of long ago
                ".... A= -= -= A=",
                "F... A= -= -= A=",
                ".S.. A= A= A= A=",
                "FS.. A= A= A= A=",
                "..R. -= -C A= -=",
                "F.R. -= -C A= -=",
                ".SR. -= -C A= -=",
                "FSR. -= -C A= -=",
                "...A A= -= -= A= A= A=",
                "F..A A= A= A= A= A= A=",
                ".S.A A= A= A= A= A= A=",
                "FS.A A= A= A= A= A= A=",
                "..RA -= -C A= -= -C -C",
                "F.RA -= -C A= -= -C -C",
                ".SRA -= -C A= -= -C -C",
                "FSRA -= -C A= -= -C -C",
            });
    }

    /// <summary>Rules 46, 49, 56-62, 69 (RFC 9293, 3.10.7.4): both have closed, our FIN waits.</summary>
    [TestMethod]
    public void Closing_EverySegment_IsJudged()
    {
        StateWalk.Run(
            'G',
            new string[]
            {
                // FSRA  left, next, inside, right; ACK of the future, of long ago
                ".... A= -= -= A=",
                "F... A= -= -= A=",
                ".S.. A= A= A= A=",
                "FS.. A= A= A= A=",
                "..R. -= -C A= -=",
                "F.R. -= -C A= -=",
                ".SR. -= -C A= -=",
                "FSR. -= -C A= -=",
                "...A A= -T -T -T A= A=",
                "F..A A= -T -T -T A= A=",
                ".S.A A= A= A= A= A= A=",
                "FS.A A= A= A= A= A= A=",
                "..RA -= -C A= -= -C -C",
                "F.RA -= -C A= -= -C -C",
                ".SRA -= -C A= -= -C -C",
                "FSRA -= -C A= -= -C -C",
            });
    }

    /// <summary>Rules 46, 49, 56-62, 70 (RFC 9293, 3.10.7.4): only the ACK of our FIN is missing.</summary>
    [TestMethod]
    public void LastAck_EverySegment_IsJudged()
    {
        StateWalk.Run(
            'L',
            new string[]
            {
                // FSRA  left, next, inside, right; ACK of the future, of long ago
                ".... A= -= -= A=",
                "F... A= -= -= A=",
                ".S.. A= A= A= A=",
                "FS.. A= A= A= A=",
                "..R. -= -C A= -=",
                "F.R. -= -C A= -=",
                ".SR. -= -C A= -=",
                "FSR. -= -C A= -=",
                "...A A= -C -C -C A= A=",
                "F..A A= -C -C -C A= A=",
                ".S.A A= A= A= A= A= A=",
                "FS.A A= A= A= A= A= A=",
                "..RA -= -C A= -= -C -C",
                "F.RA -= -C A= -= -C -C",
                ".SRA -= -C A= -= -C -C",
                "FSRA -= -C A= -= -C -C",
            });
    }

    /// <summary>Rules 49, 59, 74, 76 (RFC 9293, 3.10.7.4; RFC 1337): it is over, and stays so.</summary>
    [TestMethod]
    public void TimeWait_EverySegment_IsAnsweredAndNothingElse()
    {
        StateWalk.Run(
            'T',
            new string[]
            {
                // FSRA  left, next, inside, right; ACK of the future, of long ago
                ".... A= -= A= A=",
                "F... A= A= A= A=",
                ".S.. A= A= A= A=",
                "FS.. A= A= A= A=",
                "..R. -= -= -= -=",
                "F.R. -= -= -= -=",
                ".SR. -= -= -= -=",
                "FSR. -= -= -= -=",
                "...A A= -= A= A= -= -=",
                "F..A A= A= A= A= A= A=",
                ".S.A A= A= A= A= A= A=",
                "FS.A A= A= A= A= A= A=",
                "..RA -= -= -= -= -= -=",
                "F.RA -= -= -= -= -= -=",
                ".SRA -= -= -= -= -= -=",
                "FSRA -= -= -= -= -= -=",
            });
    }

    /// <summary>Rules 59, 75, 76 (RFC 9293, 3.6.1, MAY-2; RFC 1337): the same beside a listener: a newer SYN
    /// opens anew, and nothing else does.</summary>
    [TestMethod]
    public void TimeWaitBesideListener_OnlyANewerSynOpens()
    {
        StateWalk.Run(
            't',
            new string[]
            {
                // FSRA  left, next, inside, right; ACK of the future, of long ago
                ".... A= -= A= A=",
                "F... A= A= A= A=",
                ".S.. A= A= Sq Sq",
                "FS.. A= A= A= A=",
                "..R. -= -= -= -=",
                "F.R. -= -= -= -=",
                ".SR. -= -= -= -=",
                "FSR. -= -= -= -=",
                "...A A= -= A= A= -= -=",
                "F..A A= A= A= A= A= A=",
                ".S.A A= A= A= A= A= A=",
                "FS.A A= A= A= A= A= A=",
                "..RA -= -= -= -= -= -=",
                "F.RA -= -= -= -= -= -=",
                ".SRA -= -= -= -= -= -=",
                "FSRA -= -= -= -= -= -=",
            });
    }
}
