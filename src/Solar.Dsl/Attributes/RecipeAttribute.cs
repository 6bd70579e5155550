using System;

namespace Solar;

/// <summary>Declares a model by any recipe, nested ones too.</summary>
/// <param name="expression">A constant; <c>nameof</c> keeps it safe to rename.</param>
/// <example><c>[Recipe($"Upscale(Drop({nameof(A)}, ^4..), dropTop: 1, dropBottom: 1)")]</c></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RecipeAttribute(string expression) : Attribute
{
    /// <summary>The recipe as an expression.</summary>
    public string Expression { get; } = expression;
}
