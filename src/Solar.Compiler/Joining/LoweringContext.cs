using System;
using System.Collections.Generic;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>What the lowering of one declaration's recipe shares: how names are resolved, and who hears what is wrong.</summary>
internal sealed class LoweringContext(Func<NameReference, string, (string FullName, ModelPlan Model)?> resolve, Report report)
{
    private readonly Dictionary<NameReference, string> _names = [];

    /// <summary>Receives what is wrong.</summary>
    public Report Report { get; } = report;

    /// <summary>Resolves a name; null (reported) where that fails.</summary>
    public ModelSource? Resolve(NameReference reference, string element)
    {
        if (resolve(reference, element) is not { } resolved)
        {
            return null;
        }

        _names[reference] = resolved.FullName;
        return new ModelSource(resolved.FullName, resolved.Model.Spec);
    }

    /// <summary>A name that was resolved, in full.</summary>
    public NameReference Full(NameReference reference) => NameReference.Full(_names.TryGetValue(reference, out string? name) ? name : reference.Written);

    /// <summary>A recipe in canonical form, with simple names.</summary>
    public string Text(Recipe recipe) => RecipeText.Write(recipe, reference => Simple(Full(reference).Written));

    /// <summary>The last part of a full name.</summary>
    public static string Simple(string fullName) => fullName.Substring(fullName.LastIndexOf('.') + 1);
}
