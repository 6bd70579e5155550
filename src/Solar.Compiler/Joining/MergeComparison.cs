using System.Linq;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>Compares what is merged with what is to come of it, tensor by tensor (SOLAR304 and 314).</summary>
internal static class MergeComparison
{
    /// <summary>Whether a parent has the tensors of the result; reported where not.</summary>
    public static bool Check(MergeDeclaration merge, MergeParent type, MergeParent parent, Report report)
    {
        DecoderSpec first = type.Model.Spec, other = parent.Model.Spec;
        if (first.VocabSize != other.VocabSize && Difference(merge, first, other with { VocabSize = first.VocabSize }) is null)
        {
            if (merge.Vocabulary == VocabularyPolicy.Common)
            {
                return true;
            }

            report(
                Rules.MergeVocabularies, parent.Element, Simple(type), first.VocabSize, Simple(parent), other.VocabSize,
                Mend.Add(
                    "Merge the rows that all have: vocabulary common", merge.Method + ".models#end",
                    new AddedKey("vocabulary: common") { CSharp = "Vocabulary = VocabularyPolicy.Common" }));
            return false;
        }

        if (Difference(merge, first, other) is not { } difference)
        {
            return true;
        }

        report(Rules.MergeOfDifferentModels, parent.Element, merge.Name.Name, type.Reference.Written, parent.Reference.Written, difference);
        return false;
    }

    private static string? Difference(MergeDeclaration merge, DecoderSpec first, DecoderSpec other)
    {
        if (first.NumHiddenLayers != other.NumHiddenLayers && merge.Slices.Count == 0)
        {
            return $"{first.NumHiddenLayers} layers and {other.NumHiddenLayers} layers";
        }

        if (first.TieWordEmbeddings != other.TieWordEmbeddings)
        {
            return "only one of them has a head of its own";
        }

        TensorSpec[] left = [.. TensorCatalog.Tensors(first with { NumHiddenLayers = 1 })];
        TensorSpec[] right = [.. TensorCatalog.Tensors(other with { NumHiddenLayers = 1 })];
        foreach (TensorSpec tensor in left)
        {
            TensorSpec? match = right.FirstOrDefault(candidate => candidate.Name == tensor.Name);
            if (match is null || match.Shape != tensor.Shape)
            {
                return $"tensor '{tensor.Name}' is [{string.Join(", ", tensor.Shape)}] in one and "
                    + (match is null ? "absent from the other" : $"[{string.Join(", ", match.Shape)}] in the other");
            }
        }

        return left.Length == right.Length ? null : "one has tensors that the other has not";
    }

    private static string Simple(MergeParent parent) => parent.Model.Declaration.Name.Name;
}
