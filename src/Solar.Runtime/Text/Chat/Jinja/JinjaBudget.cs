using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>What one rendering may take: a template is as little trusted as the checkpoint that it comes from.</summary>
internal sealed class JinjaBudget
{
    /// <summary>Steps of one rendering.</summary>
    public const int MaxSteps = 5_000_000;

    /// <summary>Characters of any text, the result too.</summary>
    public const int MaxText = 1 << 22;

    /// <summary>Calls of macros within each other.</summary>
    public const int MaxCalls = 50;

    /// <summary>Numbers of a range, and items of a list.</summary>
    public const int MaxItems = 100_000;

    private int _steps, _calls;
    private long _made;

    /// <summary>Counts a step, and holds on while there is room on the stack.</summary>
    /// <exception cref="JinjaProblem">There were too many, or they are within each other too deep.</exception>
    public void Step()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new JinjaProblem("what the template does is within itself too deep");
        }

        Pay(1);
    }

    /// <summary>Counts a value that is at hand: what is done with a long text takes longer.</summary>
    public object? Seen(object? value)
    {
        switch (value)
        {
            case string text:
                Pay(text.Length / 256);
                break;
            case List<object?> list:
                Pay(list.Count / 16);
                break;
        }

        return value;
    }

    private void Pay(int steps)
    {
        _steps += steps;
        if (_steps > MaxSteps)
        {
            throw new JinjaProblem($"the template has taken {MaxSteps} steps and is not done");
        }
    }

    /// <summary>Counts the characters of a text that is made.</summary>
    /// <exception cref="JinjaProblem">It is too long, or all of them together are.</exception>
    public string Made(string text)
    {
        Grow(text.Length);
        return text;
    }

    /// <summary>Says how long a text will be that is made next.</summary>
    public void Grow(long length)
    {
        _made += length;
        if (length > MaxText || _made > 64L * MaxText)
        {
            throw new JinjaProblem($"the template makes texts of more than {MaxText} characters");
        }
    }

    /// <summary>Says how many items a list will have.</summary>
    public static void List(long count)
    {
        if (count > MaxItems)
        {
            throw new JinjaProblem($"the template makes a list of {count} items, more than {MaxItems}");
        }
    }

    /// <summary>Begins a call.</summary>
    public void Enter()
    {
        if (++_calls > MaxCalls)
        {
            throw new JinjaProblem($"macros call each other {MaxCalls} times within one another");
        }
    }

    /// <summary>Ends a call.</summary>
    public void Leave() => _calls--;
}
