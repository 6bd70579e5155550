using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>One of the checkpoints that a merge reads.</summary>
/// <param name="Reference">Its name as written.</param>
/// <param name="FullName">Full name of its declaration.</param>
/// <param name="Model">The model whose type it has.</param>
/// <param name="Element">Where the merge names it.</param>
internal sealed record MergeParent(NameReference Reference, string FullName, ModelPlan Model, string Element);

/// <summary>Resolves a merge and checks that what it merges is alike and that its parameters are of use.</summary>
internal sealed class MergeLowering
{
    private readonly MergeDeclaration _merge;
    private readonly ModelLowering _models;
    private readonly Report _report;

    private MergeLowering(MergeDeclaration merge, ModelLowering models, Report report)
    {
        _merge = merge;
        _models = models;
        _report = report;
    }

    /// <summary>The plan of a merge; null (reported) where a rule forbids it.</summary>
    public static MergePlan? Plan(MergeDeclaration merge, ModelLowering models, List<Finding> findings) => new MergeLowering(
        merge, models, (rule, element, arguments) => findings.Add(Finding.Of(rule, new ElementPath(merge.Name.FullName, element), arguments))).Plan();

    /// <summary>What names the type of a merge's weights, and the element where it stands.</summary>
    public static (NameReference Reference, string Element) TypeOf(MergeDeclaration merge) => merge switch
    {
        { Into: { } into } => (into, merge.Method + ".into"),
        { Base: { } @base } => (@base, merge.Method + ".base"),
        _ => (merge.Inputs[0].Model, MergePaths.Input(merge.Method, 0)),
    };

    private MergePlan? Plan()
    {
        if (!HasRightModels() | !HasRightBase() | !MergeParameterRules.Check(_merge, _report))
        {
            return null;
        }

        MergeParent[]? inputs = ResolveInputs();
        MergeParent? @base = _merge.Base is { } written ? Resolve(written, _merge.Method + ".base") : null;
        MergeParent? into = _merge.Into is { } target ? ResolveInto(target) : null;
        if (inputs is null || (_merge.Base is not null && @base is null) || (_merge.Into is not null && into is null))
        {
            return null;
        }

        MergeParent type = into ?? @base ?? inputs[0];
        MergeParent[] parents = @base is null ? inputs : [@base, .. inputs];
        if (!parents.All(parent => MergeComparison.Check(_merge, type, parent, _report))
            || !AccessibilityRules.Check(_merge, type.Model.Declaration, TypeOf(_merge).Element, _report)
            || Recipe(inputs, @base, type) is not { } recipe)
        {
            return null;
        }

        string[] names = [.. TensorCatalog.Tensors(type.Model.Spec).Select(tensor => tensor.Name)];
        if (!MergeTensorRules.Check(_merge, recipe, type.Model.Declaration.Name.Name, names, _report))
        {
            return null;
        }

        MergeWarnings.Check(_merge, parents, type, _models.Ancestors, _report);
        return new MergePlan(_merge, type.Model.Declaration.Name.FullName, recipe);
    }

    private bool HasRightModels()
    {
        MergeMethod? method = MergeVocabulary.Find(_merge.Method);
        int count = _merge.Inputs.Count;
        bool isJudgedBySlice = method is null || _merge.Slices.Count > 0;
        if (isJudgedBySlice ? count > 0 : count >= method!.MinimumModels && count <= method.MaximumModels)
        {
            return true;
        }

        string expected = method is null ? "at least one model" : MergeSliceLowering.Count(method) + (method.Base == MergeBase.Required ? " beside its base" : "");
        bool isTooMany = method is not null && count > method.MaximumModels;
        string element = isTooMany ? MergePaths.Input(_merge.Method, method!.MaximumModels) : _merge.Method;
        string hint = isTooMany && method!.Name == "slerp" ? "; 'multislerp' takes more" : "";
        _report(Rules.MergeModelCount, element, _merge.Method, expected, count == 0 ? "none" : count, hint);
        return false;
    }

    private bool HasRightBase()
    {
        switch (MergeVocabulary.Find(_merge.Method)?.Base, _merge.Base)
        {
            case (MergeBase.Required, null):
                _report(Rules.MergeBase, _merge.Method, _merge.Method, "merges differences from a base model, and none is named: write base");
                return false;
            case (MergeBase.None, { }):
                _report(Rules.MergeBase, _merge.Method + ".base#key", _merge.Method, "has no use for a base model: list it among the models, or leave it out");
                return false;
            default:
                return true;
        }
    }

    private MergeParent[]? ResolveInputs()
    {
        MergeParent?[] inputs = [.. _merge.Inputs.Select((input, i) => Resolve(input.Model, MergePaths.Input(_merge.Method, i)))];
        return inputs.All(input => input is not null) ? [.. inputs.Select(input => input!)] : null;
    }

    private MergeParent? Resolve(NameReference reference, string element) =>
        _models.ResolveCheckpoint(reference, _merge.Name.FullName, element) is { } found ? new MergeParent(reference, found.FullName, found.Model, element) : null;

    private MergeParent? ResolveInto(NameReference reference)
    {
        string element = _merge.Method + ".into";
        if (Resolve(reference, element) is not { } into)
        {
            return null;
        }

        if (into.FullName == into.Model.Declaration.Name.FullName)
        {
            return into;
        }

        _report(Rules.UnresolvedName, element, reference.Written, "model", ": it has weights of one, and the result needs a type");
        return null;
    }

    private MergeRecipe? Recipe(MergeParent[] inputs, MergeParent? @base, MergeParent type)
    {
        if (MergeSliceLowering.Lower(_merge, inputs, @base, type, _report) is not { } slices)
        {
            return null;
        }

        string? tokenizer = null;
        if (_merge.TokenizerSource is { } source)
        {
            tokenizer = Resolve(source, _merge.Method + ".tokenizer_source")?.FullName;
            if (tokenizer is null)
            {
                return null;
            }

            if (inputs.All(input => input.FullName != tokenizer) && @base?.FullName != tokenizer)
            {
                _report(Rules.InvalidValue, _merge.Method + ".tokenizer_source", source.Written, "tokenizer_source", "one of the merged models");
                return null;
            }
        }

        return new MergeRecipe(_merge.Method == "average" ? "linear" : _merge.Method, type.Model.Map.Count)
        {
            Inputs = inputs.Zip(_merge.Inputs, (parent, input) => new MergeRecipeInput(parent.FullName) { Parameters = input.Parameters }).ToEquatableArray(),
            Base = @base?.FullName,
            Parameters = _merge.Parameters,
            Slices = slices.ToEquatableArray(),
            Dtype = _merge.Dtype,
            Vocabulary = _merge.Vocabulary,
            Function = _merge.Function,
            TokenizerSource = tokenizer,
        };
    }
}
