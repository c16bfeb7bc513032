using System.Collections.Generic;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Corridor;

/// <summary>Whoever follows the remarks from room to room arrives where the packet arrives.</summary>
[TestClass]
public sealed class DoorsTests
{
    private static readonly Doors All = Doors.Read();

    [TestMethod]
    public void Down_FromSendToTheRing_EachRoomNamesTheNext()
    {
        Walk(
            "Program.Main", "TelemetryClient.Run", "Socket.Send", "SysSocket.SendTo",
            "InetSocket.SendMsg", "TcpSend.SendMsg", "TcpOutput.PushPendingFrames",
            "TcpTransmit.TransmitSkb", "IpOutput.QueueXmit", "Neighbour.Output",
            "NetDevice.QueueXmit", "EmacDevice.StartXmit", "TxRing.Provide");
    }

    [TestMethod]
    public void Up_FromTheRingToTheReader_EachRoomNamesTheNext()
    {
        Walk(
            "NetThread", "Net.Poll", "EmacDevice.Poll", "RxRing.Return",
            "NetDevice.ReceiveSkb", "IpInput.Receive", "TcpProtocol.Receive", "TcpInput.Receive",
            "TcpData.Receive", "Sock.DataReady", "InetSocket.ReceiveMsg");
    }

    [TestMethod]
    public void Back_FromAnAckToTheWriter_EachRoomNamesTheNext()
    {
        Walk("TcpInput.Receive", "TcpAck.Ack", "Sock.WriteSpace", "InetSocket.SendMsg");
    }

    [TestMethod]
    public void Back_FromASentSlotToTheNextSegment_EachRoomNamesTheNext()
    {
        Walk("Net.Poll", "EmacDevice.Poll", "TxRing.Return");
        Walk("Net.Poll", "TcpTimer.WriteSpace", "TcpOutput.SendCheck", "TcpTransmit.TransmitSkb");
    }

    [TestMethod]
    public void Aside_FromAnUnknownNeighbourToTheQuestionAndTheAnswer_EachRoomNamesTheNext()
    {
        Walk("Neighbour.Output", "ArpOutput.Solicit", "NetDevice.QueueXmit");
        Walk(
            "NetDevice.ReceiveSkb", "ArpInput.Receive", "ArpQueue.Flush",
            "Neighbour.ConnectedOutput", "NetDevice.QueueXmit");
    }

    [TestMethod]
    public void Doors_NamedOnOneSide_AreNamedOnTheOther()
    {
        List<string> wrong = new List<string>();
        foreach (Room room in All.Rooms)
        {
            foreach (string to in OthersOf(room, room.To).Where(to => All[to].From.Count > 0))
            {
                if (!All.Admits(to, room.Name) && !All.IsBlind(to, room.Name))
                {
                    wrong.Add(All[to].Path + ": From does not name " + room.Name);
                }
            }

            foreach (string from in OthersOf(room, room.From).Where(from => All[from].To.Count > 0))
            {
                if (!All.Opens(from, room.Name) && !All.IsBlind(from, room.Name))
                {
                    wrong.Add(All[from].Path + ": To does not name " + room.Name);
                }
            }
        }

        Assert.AreEqual(0, wrong.Count, "\n" + string.Join("\n", wrong.Distinct().OrderBy(x => x)));
    }

    [TestMethod]
    public void Doors_AreMethodsThereAre()
    {
        List<string> wrong = new List<string>();
        foreach (Room room in All.Rooms)
        {
            foreach (Door door in room.From.Concat(room.To).Where(door => door.Method != null))
            {
                if (!HasMember(door))
                {
                    wrong.Add(room.Path + ": " + door.Room + " has no " + door.Method);
                }
            }
        }

        Assert.AreEqual(0, wrong.Count, "\n" + string.Join("\n", wrong.Distinct()));
    }

    /// <summary>Each room names the next one's door: the method, or the whole room.</summary>
    private static void Walk(params string[] doors)
    {
        for (int i = 0; i + 1 < doors.Length; i++)
        {
            string from = doors[i].Split('.')[0];
            string[] to = doors[i + 1].Split('.');
            Assert.IsTrue(
                All.Opens(from, to[0], to.Length > 1 ? to[1] : null),
                All[from].Path + " names no door to " + doors[i + 1] + "; it names "
                + string.Join(", ", All[from].To.Select(door => door.Room + "." + door.Method)));
        }
    }

    private static IEnumerable<string> OthersOf(Room room, List<Door> doors)
    {
        return doors.Select(door => door.Room).Where(name => name != room.Name).Distinct();
    }

    /// <summary>A name written as text is not checked by the compiler.</summary>
    private static bool HasMember(Door door)
    {
        return All.Family(door.Room).Any(name =>
            System.IO.File.ReadAllText(Repo.At(All[name].Path)).Contains(" " + door.Method));
    }
}
