using Solar.LayerMaps;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>What one recipe is applied to.</summary>
/// <param name="Context">What the whole lowering shares.</param>
/// <param name="Inner">Its base.</param>
/// <param name="Text">Its base in canonical form, as messages name it.</param>
/// <param name="Element">Its own path.</param>
internal sealed record RecipeScope(LoweringContext Context, LoweredRecipe Inner, string Text, string Element)
{
    /// <summary>Number of layers of the base.</summary>
    public int Depth => Inner.Map.Count;

    /// <summary>Reports a broken rule at a key.</summary>
    public void Report(Rule rule, string key, params object[] arguments) => Context.Report(rule, $"{Element}.{key}", arguments);

    /// <summary>Whether a number is at least so great; reported where it is not.</summary>
    public bool IsAtLeast(long value, long least, string key, string word, long greatest = int.MaxValue)
    {
        if (value >= least && value <= greatest)
        {
            return true;
        }

        Report(Rules.NumberOutOfRange, key, word, value, greatest == int.MaxValue ? $"at least {least}" : $"{least} to {greatest}");
        return false;
    }

    /// <summary>A range of the base's layers; null (reported) where the text is none.</summary>
    public (int Start, int End)? Range(string text, string key)
    {
        string? fault = LayerRange.TryParse(text, out LayerRange range)
            ? LayerRange.Fault(range.Resolve(Depth).Start, range.Resolve(Depth).End, Depth)
            : "expected a half-open range such as '0..24', '8..' or '^8..'";
        if (fault is not null)
        {
            Report(Rules.InvalidLayerRange, key, text, Depth, Text, fault);
            return null;
        }

        return ((int)range.Resolve(Depth).Start, (int)range.Resolve(Depth).End);
    }

    /// <summary>A result whose number of layers is more than any model has; reported, since memory would end before the map does.</summary>
    public bool IsTooDeep(double layers, string key, string word, long value)
    {
        if (layers <= SizeRules.MaximumLayers)
        {
            return false;
        }

        Report(Rules.NumberOutOfRange, key, word, value, $"a model of at most {SizeRules.MaximumLayers} layers");
        return true;
    }
}
