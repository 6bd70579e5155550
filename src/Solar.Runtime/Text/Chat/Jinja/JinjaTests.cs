using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>Tests, <c>a is name</c>.</summary>
internal static class JinjaTests
{
    private static readonly Dictionary<string, Func<JinjaInput, bool>> All = new(StringComparer.Ordinal)
    {
        ["boolean"] = call => call.Value is bool,
        ["callable"] = call => call.Value is JinjaFunction,
        ["defined"] = call => call.Value is not JinjaUndefined,
        ["divisibleby"] = call => JinjaValues.Whole(call.Value, "it") % NotZero(JinjaValues.Whole(call[0, "num"], "its number")) == 0,
        ["eq"] = Equal,
        ["equalto"] = Equal,
        ["even"] = call => JinjaValues.Whole(call.Value, "it") % 2 == 0,
        ["false"] = call => call.Value is false,
        ["float"] = call => call.Value is double,
        ["ge"] = call => JinjaValues.Compare(call.Value, call[0, "other"]) >= 0,
        ["gt"] = call => JinjaValues.Compare(call.Value, call[0, "other"]) > 0,
        ["in"] = call => JinjaValues.Contains(call[0, "seq"], call.Value),
        ["integer"] = call => call.Value is long,
        ["iterable"] = call => call.Value is string or List<object?> or JinjaDict,
        ["le"] = call => JinjaValues.Compare(call.Value, call[0, "other"]) <= 0,
        ["lower"] = call => call.Value is string text && text.Any(char.IsLower) && !text.Any(char.IsUpper),
        ["lt"] = call => JinjaValues.Compare(call.Value, call[0, "other"]) < 0,
        ["mapping"] = call => call.Value is JinjaDict,
        ["ne"] = call => !Equal(call),
        ["none"] = call => call.Value is null,
        ["number"] = call => call.Value is long or double or bool,
        ["odd"] = call => JinjaValues.Whole(call.Value, "it") % 2 != 0,
        ["sameas"] = Equal,
        ["sequence"] = call => call.Value is string or List<object?> or JinjaDict,
        ["string"] = call => call.Value is string,
        ["true"] = call => call.Value is true,
        ["undefined"] = call => call.Value is JinjaUndefined,
        ["upper"] = call => call.Value is string text && text.Any(char.IsUpper) && !text.Any(char.IsLower),
    };

    /// <summary>A test, or null.</summary>
    public static Func<JinjaInput, bool>? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>The names of all, for messages.</summary>
    public static string Known => string.Join(", ", All.Keys.Order(StringComparer.Ordinal));

    private static bool Equal(JinjaInput call) => JinjaValues.Equal(call.Value, call[0, "other"]);

    private static long NotZero(long number) => number != 0 ? number : throw new JinjaProblem("nothing is divisible by 0");
}
