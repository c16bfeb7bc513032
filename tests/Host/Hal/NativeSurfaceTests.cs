using System;
using System.Reflection;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Native;

namespace NanoStack.Tests.Host.Hal;

/// <summary>The frozen surface: the firmware finds a method by its place in the list, and nothing
/// complains when it lands in the wrong one.</summary>
[TestClass]
public sealed class NativeSurfaceTests
{
    private static readonly string[] Order =
    {
        "Open", "Close", "Read32", "Write32", "ReadWord", "WriteWord", "ArenaAddress", "Barrier",
        "CopyIn", "CopyOut", "Sum", "MaskInterrupt", "RestoreInterrupt", "TakeStatus", "Wait",
        "SetPin", "Entropy32", "ReadMac",
    };

    [TestMethod]
    public void NativeAssembly_HasOneTypeAndItsMethodsInOrder()
    {
        Module module = typeof(EmacNative).Module;
        Type[] types = module.GetTypes();
        Assert.AreEqual(1, types.Length, "a hidden type shifts every index");
        MethodInfo[] methods = types[0].GetMethods(
            BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public
            | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);
        Array.Sort(methods, (a, b) => a.MetadataToken - b.MetadataToken);
        Assert.AreEqual(Order.Length, methods.Length);
        for (int i = 0; i < Order.Length; i++)
        {
            Assert.AreEqual(Order[i], methods[i].Name);
            bool isNative =
                (methods[i].MethodImplementationFlags & MethodImplAttributes.InternalCall) != 0;
            Assert.IsTrue(isNative && methods[i].IsStatic, Order[i]);
        }
    }

    [TestMethod]
    public void ClockModes_HaveTheNumbersOfTheNativeOpen()
    {
        Assert.AreEqual(0, (int)RmiiClock.InOnGpio0);
        Assert.AreEqual(1, (int)RmiiClock.OutOnGpio0);
        Assert.AreEqual(2, (int)RmiiClock.OutOnGpio16);
        Assert.AreEqual(3, (int)RmiiClock.OutOnGpio17);
    }
}
