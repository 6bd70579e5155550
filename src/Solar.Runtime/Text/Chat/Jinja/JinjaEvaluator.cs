using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>Gives expressions their values.</summary>
/// <param name="source">The template, for places of faults.</param>
/// <param name="budget">What may be taken.</param>
internal sealed class JinjaEvaluator(string source, JinjaBudget budget)
{
    /// <summary>The value of an expression.</summary>
    /// <exception cref="JinjaException">It has none.</exception>
    public object? Value(JinjaExpression expression, JinjaScope scope)
    {
        try
        {
            budget.Step();
            return budget.Seen(expression switch
            {
                JinjaLiteral literal => literal.Value,
                JinjaName name => scope.Find(name.Name),
                JinjaListOf list => (List<object?>)[.. list.Items.Select(item => Value(item, scope))],
                JinjaDictOf dict => Dict(dict, scope),
                JinjaAttribute attribute => Attribute(Value(attribute.Of, scope), attribute.Name),
                JinjaItem item => Item(Value(item.Of, scope), Value(item.Key, scope)),
                JinjaSlice slice => Slice(slice, scope),
                JinjaCall call => Call(call, scope),
                JinjaFilter filter => Filter(filter, Value(filter.Of, scope), scope),
                JinjaTest test => Test(test.Name, Value(test.Of, scope), Positional(test.Arguments, scope), Named(test.Arguments, scope)),
                JinjaUnary unary => Unary(unary.Sign, Value(unary.Of, scope)),
                JinjaBinary binary => Binary(binary, scope),
                JinjaChoice choice => JinjaValues.IsTrue(Value(choice.Condition, scope)) ? Value(choice.Then, scope)
                    : choice.Else is null ? new JinjaUndefined("else") : Value(choice.Else, scope),
                _ => throw new InvalidOperationException(expression.GetType().Name),
            });
        }
        catch (JinjaProblem problem)
        {
            throw new JinjaException(source, expression.At, problem.Message);
        }
    }

    /// <summary>Applies a filter to a value.</summary>
    public object? Filter(JinjaFilter filter, object? value, JinjaScope scope)
    {
        try
        {
            return Filter(filter.Name, value, Positional(filter.Arguments, scope), Named(filter.Arguments, scope));
        }
        catch (JinjaProblem problem)
        {
            throw new JinjaException(source, filter.At, problem.Message);
        }
    }

    private object? Filter(string name, object? value, IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> named)
    {
        JinjaInput input = new(name, value, positional, named, budget);
        return JinjaFilters.OverItems.Contains(name) ? OverItems(input)
            : JinjaFilters.Find(name) is { } filter ? filter(input)
            : throw new JinjaProblem($"filter '{name}' is not known here; known are {JinjaFilters.Known}");
    }

    private bool Test(string name, object? value, IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> named) => JinjaTests.Find(name) is { } test
        ? test(new JinjaInput(name, value, positional, named, budget))
        : throw new JinjaProblem($"test '{name}' is not known here; known are {JinjaTests.Known}");

    // map(filter) or map(attribute=…); select(test), selectattr(attribute, test) and their opposites.
    private List<object?> OverItems(JinjaInput input)
    {
        IReadOnlyList<object?> values = input.Positional;
        List<object?> items = JinjaValues.Items(input.Value);
        if (input.Name == "map")
        {
            return input.Named.TryGetValue("attribute", out object? attribute)
                ? [.. items.Select(item => JinjaFilters.Attribute(item, attribute) is var found && found is JinjaUndefined && input.Named.TryGetValue("default", out object? other) ? other : found)]
                : [.. items.Select(item => Filter(input.TextAt(0, "filter"), item, [.. values.Skip(1)], input.Named))];
        }

        bool ofAttribute = input.Name.EndsWith("attr", StringComparison.Ordinal), isKept = input.Name.StartsWith("select", StringComparison.Ordinal);
        int first = ofAttribute ? 1 : 0;
        return
        [
            .. items.Where(item =>
            {
                budget.Step();
                object? value = ofAttribute ? JinjaFilters.Attribute(item, input[0, "attribute"]) : item;
                bool holds = values.Count > first
                    ? Test(input.TextAt(first, "test"), value, [.. values.Skip(first + 1)], input.Named)
                    : JinjaValues.IsTrue(value);
                return holds == isKept;
            }),
        ];
    }

    private JinjaDict Dict(JinjaDictOf dict, JinjaScope scope)
    {
        JinjaDict made = new();
        foreach ((JinjaExpression key, JinjaExpression value) in dict.Items)
        {
            made[Value(key, scope) as string ?? throw new JinjaProblem("keys of a dictionary have to be texts here")] = Value(value, scope);
        }

        return made;
    }

    private object? Attribute(object? of, string name) => of switch
    {
        JinjaUndefined missing => throw new JinjaProblem($"'{missing.Name}' is undefined, and has no '{name}'"),
        JinjaLoop loop => loop.Find(name),
        JinjaNamespace space => space.Has(name) ? space[name] : new JinjaUndefined(name),
        _ => JinjaMethods.Find(of, name, budget) ?? (of is JinjaDict dict && dict.Has(name) ? dict[name] : new JinjaUndefined(name)),
    };

    private static object? Item(object? of, object? key)
    {
        switch (of)
        {
            case JinjaUndefined missing:
                throw new JinjaProblem($"'{missing.Name}' is undefined, and has no item {JinjaValues.Text(key)}");
            case JinjaDict dict:
                return key is string name && dict.Has(name) ? dict[name] : new JinjaUndefined(JinjaValues.Text(key));
            case List<object?> or string when key is long number:
                IReadOnlyList<object?> items = JinjaValues.Characters(of);
                long index = number < 0 ? number + items.Count : number;
                return index >= 0 && index < items.Count ? items[(int)index] : new JinjaUndefined(JinjaValues.Text(key));
            case null:
                throw new JinjaProblem($"none has no item {JinjaValues.Text(key)}");
            default:
                return new JinjaUndefined(JinjaValues.Text(key));
        }
    }

    private object? Slice(JinjaSlice slice, JinjaScope scope)
    {
        object? of = Value(slice.Of, scope);
        IReadOnlyList<object?> items = JinjaValues.Characters(of);
        long step = Bound(slice.Step, scope) ?? 1, count = items.Count;
        if (step == 0)
        {
            throw new JinjaProblem("a slice cannot go in steps of 0");
        }

        // As Python bounds them, for both directions.
        long low = step > 0 ? 0 : -1, high = step > 0 ? count : count - 1;
        long start = Bound(slice.Start, scope) is { } from ? Math.Clamp(from < 0 ? from + count : from, low, high) : step > 0 ? low : high;
        long stop = Bound(slice.Stop, scope) is { } to ? Math.Clamp(to < 0 ? to + count : to, low, high) : step > 0 ? high : low;
        List<object?> taken = [];
        for (long i = start; step > 0 ? i < stop : i > stop; i += step)
        {
            taken.Add(items[(int)i]);
        }

        return of is string ? string.Concat(taken) : taken;
    }

    private long? Bound(JinjaExpression? bound, JinjaScope scope) =>
        bound is null || Value(bound, scope) is not { } value ? null : Math.Clamp(JinjaValues.Whole(value, "a bound of a slice"), int.MinValue, int.MaxValue);

    private object? Call(JinjaCall call, JinjaScope scope)
    {
        object? function = Value(call.Function, scope);
        if (function is not JinjaFunction callable)
        {
            string name = call.Function switch { JinjaName named => named.Name, JinjaAttribute attribute => attribute.Name, _ => "this" };
            string known = call.Function is JinjaAttribute method ? $"; known methods of {JinjaValues.Kind(Value(method.Of, scope))} are {JinjaMethods.Known(Value(method.Of, scope))}"
                : call.Function is JinjaName ? $"; known functions are {JinjaGlobals.Known} and the template's own macros" : "";
            throw new JinjaProblem($"'{name}' is no function here{known}");
        }

        return callable.Call(Positional(call.Arguments, scope), Named(call.Arguments, scope));
    }

    private object?[] Positional(JinjaArguments arguments, JinjaScope scope) => [.. arguments.Positional.Select(value => Value(value, scope))];

    private Dictionary<string, object?> Named(JinjaArguments arguments, JinjaScope scope)
    {
        var named = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, JinjaExpression value) in arguments.Named)
        {
            named[name] = Value(value, scope);
        }

        return named;
    }

    private static object? Unary(string sign, object? value) => sign switch
    {
        "not" => !JinjaValues.IsTrue(value),
        "-" => value is double number ? (object)-number : -JinjaValues.Whole(value, "what is negated"),
        _ => value is double ? value : JinjaValues.Whole(value, "what a sign stands before"),
    };

    private object? Binary(JinjaBinary binary, JinjaScope scope)
    {
        object? left = Value(binary.Left, scope);
        switch (binary.Sign)
        {
            case "and":
                return JinjaValues.IsTrue(left) ? Value(binary.Right, scope) : left;
            case "or":
                return JinjaValues.IsTrue(left) ? left : Value(binary.Right, scope);
        }

        object? right = Value(binary.Right, scope);
        return binary.Sign switch
        {
            "==" => JinjaValues.Equal(left, right),
            "!=" => !JinjaValues.Equal(left, right),
            "<" => JinjaValues.Compare(left, right) < 0,
            "<=" => JinjaValues.Compare(left, right) <= 0,
            ">" => JinjaValues.Compare(left, right) > 0,
            ">=" => JinjaValues.Compare(left, right) >= 0,
            "in" => JinjaValues.Contains(right, left),
            "not in" => !JinjaValues.Contains(right, left),
            "~" => Joined(JinjaValues.Text(left), JinjaValues.Text(right)),
            _ => JinjaArithmetic.Of(binary.Sign, left, right, budget),
        };
    }

    private string Joined(string left, string right)
    {
        budget.Grow((long)left.Length + right.Length);
        return left + right;
    }
}
