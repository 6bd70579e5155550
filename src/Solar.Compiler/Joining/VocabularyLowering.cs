using System.Collections.Generic;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>Another number of tokens: what new rows are must be said, and that there are fewer too.</summary>
internal static class VocabularyLowering
{
    public static LoweredRecipe? Apply(ResizeVocabularyRecipe resize, RecipeScope scope)
    {
        LoweredRecipe inner = scope.Inner;
        long rows = inner.Spec.VocabSize;
        if (!scope.IsAtLeast(resize.Size, 1, "size", "size"))
        {
            return null;
        }

        if (inner.Outside.Embeddings.Resize is not null || inner.Outside.Head.Resize is not null)
        {
            scope.Context.Report(
                Rules.RecipeDoesNotApply, scope.Element, "ResizeVocabulary", scope.Text, "its vocabulary is resized within this recipe already; write one size");
            return null;
        }

        if (Fault(resize, rows) is { } fault)
        {
            string key = resize.Policy is null ? "size" : "policy";
            scope.Report(Rules.VocabularyWithoutPolicy, key, [$"'{scope.Text}' has {rows} tokens, not {resize.Size}", fault, .. Mends(resize, rows, scope)]);
            return null;
        }

        if (resize.Size == rows)
        {
            return inner;
        }

        NewTokens policy = resize.Policy switch
        {
            "mean" => NewTokens.Mean,
            "zero" => NewTokens.Zero,
            "normal" => NewTokens.Normal,
            _ => NewTokens.Truncate,
        };
        var change = new VocabularyResize(rows, policy, resize.Seed ?? 0);
        return inner with
        {
            Spec = inner.Spec with
            {
                VocabSize = (int)resize.Size,
                Config = inner.Spec.Config.With("vocab_size", ConfigValue.Of(resize.Size)),
            },
            Outside = inner.Outside with
            {
                Embeddings = inner.Outside.Embeddings with { Resize = change },
                Head = inner.Outside.Head with { Resize = change },
            },
        };
    }

    // In C# the policy is an argument that cannot be left out, so what lacks it is an expression or a node of YAML.
    private static IEnumerable<Mend> Mends(ResizeVocabularyRecipe resize, long rows, RecipeScope scope)
    {
        string[] policies = resize.Size < rows ? ["truncate"] : ["mean", "zero", "normal"];
        foreach (string policy in policies)
        {
            string title = policy == "truncate" ? $"Lose {rows - resize.Size} tokens: 'truncate'" : $"Make new rows by '{policy}'";
            yield return resize.Policy is null
                ? Mend.Add(title, scope.Element + ".size", new AddedKey($"policy: {policy}") { Expression = policy })
                : Mend.Replace(title, scope.Element + ".policy", policy);
        }
    }

    private static string? Fault(ResizeVocabularyRecipe resize, long rows) => resize switch
    {
        { Policy: null or not "truncate" } when resize.Size < rows =>
            $"{rows - resize.Size} tokens would be lost; where that is meant, write policy 'truncate'",
        { Policy: null } when resize.Size > rows =>
            $"say what the {resize.Size - rows} new rows are: policy 'mean', 'zero' or 'normal'",
        { Policy: "truncate" } when resize.Size > rows =>
            $"there are {resize.Size - rows} new rows, and nothing to truncate; policy 'mean', 'zero' or 'normal' says what they are",
        _ => null,
    };
}
