using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace NanoStack.Tests.Host.Conformance;

/// <summary>What the .trx files of a run say.</summary>
internal sealed class TestResults
{
    private readonly Dictionary<string, bool> _isPassed = new Dictionary<string, bool>();

    /// <summary>Tests that ran.</summary>
    public int Count => _isPassed.Count;

    public static TestResults ReadFolder(string folder)
    {
        TestResults results = new TestResults();
        foreach (string path in Directory.EnumerateFiles(folder, "*.trx").Order())
        {
            results.Add(XDocument.Load(path));
        }

        return results;
    }

    /// <summary>Takes in a file. A method with several rows of data passes when all of them do.</summary>
    public void Add(XDocument trx)
    {
        XNamespace space = trx.Root.Name.Namespace;
        Dictionary<string, string> names = new Dictionary<string, string>();
        foreach (XElement test in trx.Descendants(space + "UnitTest"))
        {
            XElement method = test.Element(space + "TestMethod");
            string name = method.Attribute("name").Value;
            int arguments = name.IndexOf(" (", StringComparison.Ordinal);
            name = arguments < 0 ? name : name.Substring(0, arguments);
            names[test.Attribute("id").Value] = method.Attribute("className").Value + "." + name;
        }

        foreach (XElement result in trx.Descendants(space + "UnitTestResult"))
        {
            string outcome = (string)result.Attribute("outcome") ?? "";
            if (names.TryGetValue(result.Attribute("testId").Value, out string name)
                && outcome != "NotExecuted")
            {
                bool wasPassed = !_isPassed.TryGetValue(name, out bool before) || before;
                _isPassed[name] = wasPassed && outcome == "Passed";
            }
        }
    }

    /// <summary>True: it ran and passed. False: it ran and failed. Null: it did not run.</summary>
    public bool? Of(string fullName)
    {
        return _isPassed.TryGetValue(fullName, out bool isPassed) ? isPassed : null;
    }
}
