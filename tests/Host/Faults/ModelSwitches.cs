using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using NanoStack.Hal.Host.Model;

namespace NanoStack.Tests.Host.Faults;

/// <summary>Everything of the model that can be set from outside: a switch, unless it is a fact of the
/// board.</summary>
internal static class ModelSwitches
{
    /// <summary>Which board, which PHY, and what a doctor would measure: nothing that goes
    /// wrong.</summary>
    private static readonly string[] Facts =
    {
        "Model.ArenaAddress", "Model.BoardClock", "Model.BoardMdcPin", "Model.BoardMdioPin",
        "Model.PhyMakesClock", "Phy.AnswersAtZero", "Phy.CableCode", "Phy.HoldMsMin", "Phy.Id",
        "Phy.LinkMdPolls", "Phy.LinkMdResult", "Phy.Pin", "Phy.Profile", "Phy.RunsWhenHigh",
    };

    /// <summary>Names, sorted.</summary>
    public static string[] Names()
    {
        return Values(new EmacModel()).Keys.Except(Facts)
            .OrderBy(name => name, StringComparer.Ordinal).ToArray();
    }

    /// <summary>Facts that are none any more.</summary>
    public static string[] UnknownFacts()
    {
        return Facts.Except(Values(new EmacModel()).Keys).ToArray();
    }

    /// <summary>What each stands at.</summary>
    public static Dictionary<string, object> Values(EmacModel model)
    {
        Dictionary<string, object> values = new Dictionary<string, object>();
        Add(values, "Faults", model.Faults);
        Add(values, "Model", model);
        Add(values, "Phy", model.Phy);
        return values;
    }

    private static void Add(Dictionary<string, object> values, string prefix, object owner)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.Instance;
        foreach (FieldInfo field in owner.GetType().GetFields(all).Where(f => !f.IsInitOnly))
        {
            values.Add(prefix + "." + field.Name, field.GetValue(owner));
        }

        foreach (PropertyInfo property in owner.GetType().GetProperties(all)
            .Where(p => p.GetSetMethod() != null))
        {
            values.Add(prefix + "." + property.Name, property.GetValue(owner));
        }
    }
}
