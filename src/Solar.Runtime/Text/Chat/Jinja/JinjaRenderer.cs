using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>What a template has written, and where the model is meant.</summary>
/// <param name="Text">All of it.</param>
/// <param name="Generations">What stands in <c>generation</c> blocks.</param>
internal sealed record JinjaRendering(string Text, IReadOnlyList<CharacterSpan> Generations);

/// <summary>Runs a template.</summary>
internal sealed class JinjaRenderer
{
    private enum Going
    {
        On,
        Break,
        Continue,
    }

    private readonly string _source;
    private readonly JinjaBudget _budget = new();
    private readonly JinjaEvaluator _evaluator;
    private readonly List<CharacterSpan> _generations = [];
    private StringBuilder _text = new();
    private bool _isCaptured;
    private int _loops;

    private JinjaRenderer(string source)
    {
        _source = source;
        _evaluator = new JinjaEvaluator(source, _budget);
    }

    /// <summary>Runs a template.</summary>
    /// <param name="source">The template, for places of faults.</param>
    /// <param name="statements">Its statements.</param>
    /// <param name="values">Its names.</param>
    /// <param name="now">What <c>strftime_now</c> writes.</param>
    /// <exception cref="JinjaException">It cannot be rendered, or takes too much.</exception>
    public static JinjaRendering Render(string source, IReadOnlyList<JinjaStatement> statements, IEnumerable<(string Name, object? Value)> values, DateTimeOffset now)
    {
        JinjaRenderer renderer = new(source);
        JinjaScope scope = new(null);
        JinjaGlobals.Set(scope, now);
        foreach ((string name, object? value) in values)
        {
            scope.Set(name, value);
        }

        renderer.Run(statements, scope);
        return new JinjaRendering(renderer._text.ToString(), renderer._generations);
    }

    private Going Run(IReadOnlyList<JinjaStatement> body, JinjaScope scope)
    {
        foreach (JinjaStatement statement in body)
        {
            Going going = Run(statement, scope);
            if (going != Going.On)
            {
                return going;
            }
        }

        return Going.On;
    }

    private Going Run(JinjaStatement statement, JinjaScope scope)
    {
        try
        {
            _budget.Step();
            switch (statement)
            {
                case JinjaText text:
                    Write(text.Text);
                    return Going.On;
                case JinjaOutput output:
                    Write(JinjaValues.Text(_evaluator.Value(output.Value, scope)));
                    return Going.On;
                case JinjaIf branches:
                    return Run(branches.Branches.FirstOrDefault(branch => branch.Condition is null || JinjaValues.IsTrue(_evaluator.Value(branch.Condition, scope))).Body ?? [], scope);
                case JinjaFor loop:
                    return Run(loop, scope);
                case JinjaSet set:
                    Set(set, scope);
                    return Going.On;
                case JinjaSetBlock block:
                    scope.Set(block.Target, Filtered(block.Filters, Captured(block.Body, scope), scope));
                    return Going.On;
                case JinjaFilterBlock block:
                    Write(JinjaValues.Text(Filtered(block.Filters, Captured(block.Body, scope), scope)));
                    return Going.On;
                case JinjaMacro macro:
                    scope.Set(macro.Name, new JinjaFunction((positional, named) => Call(macro, positional, named, scope)));
                    return Going.On;
                case JinjaGeneration generation:
                    return Run(generation, scope);
                case JinjaLeave leave:
                    return leave.IsBreak ? Going.Break : Going.Continue;
                default:
                    throw new InvalidOperationException(statement.GetType().Name);
            }
        }
        catch (JinjaProblem problem)
        {
            throw new JinjaException(_source, statement.At, problem.Message);
        }
    }

    private Going Run(JinjaGeneration generation, JinjaScope scope)
    {
        if (_isCaptured)
        {
            throw new JinjaProblem("a 'generation' block within a macro or a block that is set or filtered does not say where it stands in the whole");
        }

        int start = _text.Length;
        Going going = Run(generation.Body, scope);
        _generations.Add(new CharacterSpan(start, _text.Length));
        return going;
    }

    private Going Run(JinjaFor loop, JinjaScope scope)
    {
        List<object?> items = JinjaValues.Items(_evaluator.Value(loop.Items, scope));
        if (loop.Condition is { } condition)
        {
            items = items.FindAll(item =>
            {
                JinjaScope judged = new(scope);
                Bind(loop.Targets, item, judged);
                return JinjaValues.IsTrue(_evaluator.Value(condition, judged));
            });
        }

        if (items.Count == 0)
        {
            return Run(loop.Otherwise, scope);
        }

        JinjaLoop state = new(items, _loops++);
        try
        {
            for (int i = 0; i < items.Count; i++)
            {
                _budget.Step();
                state.Index = i;
                JinjaScope inner = new(scope);
                inner.Set("loop", state);
                Bind(loop.Targets, items[i], inner);
                if (Run(loop.Body, inner) == Going.Break)
                {
                    break;
                }
            }
        }
        finally
        {
            _loops--;
        }

        return Going.On;
    }

    private static void Bind(IReadOnlyList<string> targets, object? value, JinjaScope scope)
    {
        if (targets.Count == 1)
        {
            scope.Set(targets[0], value);
            return;
        }

        List<object?> values = JinjaValues.Items(value);
        if (values.Count != targets.Count)
        {
            throw new JinjaProblem($"{values.Count} values cannot be given to {targets.Count} names");
        }

        for (int i = 0; i < targets.Count; i++)
        {
            scope.Set(targets[i], values[i]);
        }
    }

    private void Set(JinjaSet set, JinjaScope scope)
    {
        object? value = _evaluator.Value(set.Value, scope);
        if (set.Attribute is not { } attribute)
        {
            Bind(set.Targets, value, scope);
            return;
        }

        if (scope.Find(set.Targets[0]) is not JinjaNamespace space)
        {
            throw new JinjaProblem($"'{set.Targets[0]}' is no namespace, so that its '{attribute}' cannot be set");
        }

        space[attribute] = value;
    }

    private object? Filtered(IReadOnlyList<JinjaFilter> filters, string text, JinjaScope scope) =>
        filters.Aggregate((object?)text, (value, filter) => _evaluator.Filter(filter, value, scope));

    private string Captured(IReadOnlyList<JinjaStatement> body, JinjaScope scope)
    {
        (StringBuilder outer, bool wasCaptured) = (_text, _isCaptured);
        (_text, _isCaptured) = (new StringBuilder(), true);
        try
        {
            Run(body, new JinjaScope(scope));
            return _text.ToString();
        }
        finally
        {
            (_text, _isCaptured) = (outer, wasCaptured);
        }
    }

    private string Call(JinjaMacro macro, IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> named, JinjaScope around)
    {
        if (positional.Count > macro.Parameters.Count)
        {
            throw new JinjaProblem($"macro '{macro.Name}' takes {macro.Parameters.Count} values, and {positional.Count} are given");
        }

        _budget.Enter();
        JinjaScope scope = new(around);
        for (int i = 0; i < macro.Parameters.Count; i++)
        {
            (string name, JinjaExpression? otherwise) = macro.Parameters[i];
            scope.Set(name, i < positional.Count ? positional[i]
                : named.TryGetValue(name, out object? value) ? value
                : otherwise is null ? new JinjaUndefined(name) : _evaluator.Value(otherwise, scope));
        }

        string text = Captured(macro.Body, scope);
        _budget.Leave();
        return text;
    }

    private void Write(string text)
    {
        _budget.Grow((long)_text.Length + text.Length > JinjaBudget.MaxText ? JinjaBudget.MaxText + 1L : text.Length);
        _text.Append(text);
    }
}
