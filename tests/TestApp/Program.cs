using System;
using System.Reflection;

namespace NanoStack.TestApp;

/// <summary>The device tests without Visual Studio: flash it, open a terminal, read.</summary>
/// <remarks>To: <see cref="TestRunner.RunAll"/>. Three programs are made of these sources, one for each set
/// of tests; which one is what the image holds under the name NFUnitTest.</remarks>
public static class Program
{
    private const string TestAssembly = "NFUnitTest";

    public static void Main()
    {
        TestRunner runner = new TestRunner();
        runner.RunAll(Assembly.Load(TestAssembly));
        Console.WriteLine(runner.Summary());
    }
}
