using System.Linq;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Whether what is emitted for a stage or merge may name its model's type (SOLAR014).</summary>
public static class AccessibilityRules
{
    private enum Reach
    {
        Private,
        Internal,
        Public,
    }

    /// <summary>Reports a stage or merge that more code can see than its model; false where it is so.</summary>
    /// <param name="declaration">The stage or merge.</param>
    /// <param name="model">The model whose type its weights are of.</param>
    /// <param name="element">The element that names it.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static bool Check(Declaration declaration, Declaration model, string element, Report report)
    {
        Reach own = ReachOf(declaration.Shape), type = ReachOf(model.Shape);
        if (own <= type)
        {
            return true;
        }

        report(Rules.InconsistentAccessibility, element, declaration.Name.Name, Text(own), model.Name.Name, Text(type));
        return false;
    }

    /// <summary>Whether public members of a class may name another.</summary>
    public static bool MayName(DeclarationShape shape, DeclarationShape other) => ReachOf(shape) <= ReachOf(other);

    /// <summary>Whether code of other assemblies can see a class.</summary>
    public static bool IsPublic(DeclarationShape shape) => ReachOf(shape) == Reach.Public;

    // A nested class is seen no further than what it is nested in.
    private static Reach ReachOf(DeclarationShape shape)
    {
        string[] levels = [.. shape.ContainingTypes, shape.Accessibility];
        return levels.Select((level, depth) => ReachOf(level, isNested: depth > 0)).Min();
    }

    private static Reach ReachOf(string opening, bool isNested) => opening.Split(' ')[0] switch
    {
        "public" => Reach.Public,
        "internal" => Reach.Internal,
        "protected" when opening.Contains("internal") => Reach.Internal,
        "private" or "protected" => Reach.Private,
        _ => isNested ? Reach.Private : Reach.Internal,         // nothing written
    };

    private static string Text(Reach reach) => reach.ToString().ToLowerInvariant();
}
