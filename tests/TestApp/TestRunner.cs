using System;
using System.Reflection;

namespace NanoStack.TestApp;

/// <summary>Runs test methods and prints a line for each: what nanoFramework's launcher does, in words a
/// person and <c>firmware/flash.sh</c> can read.</summary>
/// <remarks>Attributes are known by their names, so that the same source serves NFUnitTest and a PC. As the
/// launcher does, it calls methods without an object: test classes have no state.</remarks>
public class TestRunner
{
    private const string TestClass = "TestClassAttribute";
    private const string TestMethod = "TestMethodAttribute";
    private const string Skip = "SkipTestException";

    public int PassedCount { get; private set; }

    public int FailedCount { get; private set; }

    public int SkippedCount { get; private set; }

    /// <summary>Every test class of an assembly.</summary>
    public void RunAll(Assembly tests)
    {
        Type[] types = tests.GetTypes();
        for (int i = 0; i < types.Length; i++)
        {
            if (types[i].IsClass && Has(types[i].GetCustomAttributes(true), TestClass))
            {
                RunClass(types[i]);
            }
        }
    }

    /// <summary>Every test method of a class.</summary>
    public void RunClass(Type type)
    {
        MethodInfo[] methods = type.GetMethods();
        for (int i = 0; i < methods.Length; i++)
        {
            if (Has(methods[i].GetCustomAttributes(true), TestMethod))
            {
                RunMethod(type.FullName + "." + methods[i].Name, methods[i]);
            }
        }
    }

    /// <summary><c>N passed, N failed, N skipped</c>.</summary>
    public string Summary()
    {
        return PassedCount.ToString() + " passed, " + FailedCount.ToString() + " failed, "
            + SkippedCount.ToString() + " skipped";
    }

    protected virtual void Line(string text)
    {
        Console.WriteLine(text);
    }

    private void RunMethod(string name, MethodInfo method)
    {
        try
        {
            method.Invoke(null, null);
            PassedCount++;
            Line("passed " + name);
        }
        catch (Exception exception)
        {
            // A PC wraps what a called method throws, the nanoCLR does not.
            Tell(name, exception.InnerException == null ? exception : exception.InnerException);
        }
    }

    private void Tell(string name, Exception exception)
    {
        if (exception.GetType().Name == Skip)
        {
            SkippedCount++;
            Line("skipped " + name + ": " + exception.Message);
            return;
        }

        FailedCount++;
        Line("failed " + name + ": " + exception.GetType().Name + ": " + exception.Message);
    }

    private static bool Has(object[] attributes, string name)
    {
        for (int i = 0; i < attributes.Length; i++)
        {
            if (attributes[i].GetType().Name == name)
            {
                return true;
            }
        }

        return false;
    }
}
