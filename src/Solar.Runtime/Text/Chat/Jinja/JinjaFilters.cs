using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>Filters, <c>a | name</c>.</summary>
internal static class JinjaFilters
{
    private static readonly Dictionary<string, Func<JinjaInput, object?>> All = new(StringComparer.Ordinal)
    {
        ["abs"] = call => call.Value is double number ? (object)Math.Abs(number) : Math.Abs(JinjaValues.Whole(call.Value, "what 'abs' is applied to")),
        ["capitalize"] = call => JinjaMethods.Capitalized(Written(call)),
        ["count"] = Length,
        ["d"] = Default,
        ["default"] = Default,
        ["dictsort"] = DictSort,
        ["first"] = call => Items(call) is { Count: > 0 } items ? items[0] : new JinjaUndefined("first"),
        ["float"] = call => JinjaValues.Number(call.Value) ?? (double.TryParse(call.Value as string, CultureInfo.InvariantCulture, out double number) ? number : 0.0),
        ["indent"] = Indent,
        ["int"] = Int,
        ["items"] = call => call.Value is JinjaUndefined ? new List<object?>() : Method(call, "items"),
        ["join"] = Join,
        ["last"] = call => Items(call) is { Count: > 0 } items ? items[^1] : new JinjaUndefined("last"),
        ["length"] = Length,
        ["list"] = call => (List<object?>)[.. Items(call)],
        ["lower"] = call => Written(call).ToLowerInvariant(),
        ["replace"] = call => JinjaMethods.Replace(call with { Value = Written(call) }),
        ["reverse"] = call => call.Value is string text ? string.Concat(Items(call with { Value = text }).AsEnumerable().Reverse()) : (List<object?>)[.. Items(call).AsEnumerable().Reverse()],
        ["safe"] = call => call.Value,
        ["sort"] = Sort,
        ["string"] = call => JinjaValues.Text(call.Value),
        ["title"] = call => JinjaMethods.Title(Written(call)),
        ["tojson"] = JinjaJson.Filter,
        ["trim"] = call => JinjaMethods.Strip(call with { Value = Written(call) }, left: true, right: true),
        ["unique"] = Unique,
        ["upper"] = call => Written(call).ToUpperInvariant(),
        ["wordcount"] = call => (long)Written(call).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries).Length,
    };

    /// <summary>Those that apply filters or tests to the items of a list; the evaluator knows how.</summary>
    public static IReadOnlyList<string> OverItems { get; } = ["map", "reject", "rejectattr", "select", "selectattr"];

    /// <summary>A filter, or null.</summary>
    public static Func<JinjaInput, object?>? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>The names of all, for messages.</summary>
    public static string Known => string.Join(", ", All.Keys.Concat(OverItems).Order(StringComparer.Ordinal));

    /// <summary>The value of a field of an item; a dot leads on.</summary>
    public static object? Attribute(object? item, object? name)
    {
        object? current = item;
        foreach (string part in JinjaValues.Text(name).Split('.'))
        {
            current = current is JinjaDict dict && dict.Has(part) ? dict[part]
                : current is List<object?> list && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < list.Count ? list[index]
                : new JinjaUndefined(part);
        }

        return current;
    }

    private static List<object?> Items(JinjaInput call) => JinjaValues.Items(call.Value);

    private static string Written(JinjaInput call) => JinjaValues.Text(call.Value);

    private static object? Method(JinjaInput call, string name) => JinjaMethods.Find(call.Value, name, call.Budget) is { } method
        ? method.Call([], call.Named)
        : throw new JinjaProblem($"'{name}' needs a dictionary, and what stands before it is {JinjaValues.Kind(call.Value)}");

    private static object? Length(JinjaInput call) => call.Value switch
    {
        string text => (long)text.EnumerateRunes().Count(),
        List<object?> or JinjaDict or JinjaUndefined => (long)Items(call).Count,
        _ => throw new JinjaProblem($"{JinjaValues.Kind(call.Value)} has no length"),
    };

    private static object? Default(JinjaInput call)
    {
        call.Takes(2, "default_value", "boolean");
        bool isMissing = call.Value is JinjaUndefined || (JinjaValues.IsTrue(call[1, "boolean"]) && !JinjaValues.IsTrue(call.Value));
        return !isMissing ? call.Value : call.Has(0, "default_value") ? call[0, "default_value"] : "";
    }

    private static object? Int(JinjaInput call) => call.Value switch
    {
        long or bool => JinjaValues.Whole(call.Value, ""),
        double number when Math.Abs(number) < long.MaxValue => (long)number,
        string text when long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) => number,
        _ => call.Has(0, "default") ? call[0, "default"] : 0L,
    };

    private static object? Join(JinjaInput call)
    {
        call.Takes(2, "d", "attribute");
        IEnumerable<object?> items = Items(call);
        items = call.Has(1, "attribute") ? items.Select(item => Attribute(item, call[1, "attribute"])) : items;
        return call.Budget.Made(string.Join(call.TextAt(0, "d", ""), items.Select(JinjaValues.Text)));
    }

    private static object? Sort(JinjaInput call)
    {
        call.Takes(3, "reverse", "case_sensitive", "attribute");
        object? Key(object? item)
        {
            object? key = call.Has(2, "attribute") ? Attribute(item, call[2, "attribute"]) : item;
            return key is string text && !JinjaValues.IsTrue(call[1, "case_sensitive"]) ? text.ToLowerInvariant() : key;
        }

        IEnumerable<object?> sorted = Items(call).Order(Comparer<object?>.Create((left, right) => JinjaValues.Compare(Key(left), Key(right))));
        return (List<object?>)[.. JinjaValues.IsTrue(call[0, "reverse"]) ? sorted.Reverse() : sorted];
    }

    private static object? DictSort(JinjaInput call) => (List<object?>)[.. ((List<object?>)Method(call, "items")!)
        .OrderBy(pair => ((List<object?>)pair!)[0] as string, StringComparer.OrdinalIgnoreCase)];

    private static object? Unique(JinjaInput call)
    {
        List<object?> unique = [];
        foreach (object? item in Items(call))
        {
            call.Budget.Step();
            if (!unique.Exists(known => JinjaValues.Equal(known, item)))
            {
                unique.Add(item);
            }
        }

        return unique;
    }

    private static object? Indent(JinjaInput call)
    {
        call.Takes(3, "width", "first", "blank");
        string indent = call[0, "width"] is string written ? written : new string(' ', (int)Math.Clamp(call.Has(0, "width") ? JinjaValues.Whole(call[0, "width"], "its width") : 4, 0, 1000));
        string[] lines = Written(call).Split('\n');
        bool indentsBlank = JinjaValues.IsTrue(call[2, "blank"]), indentsFirst = JinjaValues.IsTrue(call[1, "first"]);
        call.Budget.Grow((long)lines.Length * indent.Length);
        return call.Budget.Made(string.Join('\n', lines.Select((line, i) => (i > 0 || indentsFirst) && (indentsBlank || line.Length > 0) ? indent + line : line)));
    }
}
