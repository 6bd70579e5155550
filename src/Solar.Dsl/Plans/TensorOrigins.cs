using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Plans;

/// <summary>Where one tensor around the layers comes from.</summary>
/// <param name="Target">The tensor.</param>
/// <param name="Source">Full name of the source.</param>
/// <param name="Tensor">Its name there.</param>
/// <param name="Resize">How rows change; null where there are as many.</param>
public sealed record TensorOrigin(TensorSpec Target, string Source, string Tensor, VocabularyResize? Resize);

/// <summary>What the tensors around the layers are made of.</summary>
public static class TensorOrigins
{
    /// <summary>Whether a tensor has one row a token: the embedding and the head.</summary>
    public static bool IsOfVocabulary(DecoderSpec spec, TensorSpec tensor) =>
        tensor.Name == TensorCatalog.Below(spec).First().Name || tensor.Name.StartsWith(spec.Layout.Head + ".", StringComparison.Ordinal);

    /// <summary>Where the tensors around the layers come from, in the order of the checkpoint.</summary>
    /// <param name="spec">The target.</param>
    /// <param name="outside">Whose they are.</param>
    /// <param name="sources">The sources.</param>
    public static IEnumerable<TensorOrigin> Of(DecoderSpec spec, OutsideTensors outside, IReadOnlyCollection<ModelSource> sources)
    {
        foreach (TensorSpec tensor in TensorCatalog.Below(spec))
        {
            yield return new TensorOrigin(
                tensor, outside.Embeddings.Source, tensor.Name, IsOfVocabulary(spec, tensor) ? outside.Embeddings.Resize : null);
        }

        foreach (TensorSpec tensor in TensorCatalog.Above(spec))
        {
            if (!IsOfVocabulary(spec, tensor))
            {
                yield return new TensorOrigin(tensor, outside.Norm, tensor.Name, Resize: null);
                continue;
            }

            // A source whose head is tied gives its embedding.
            DecoderSpec source = sources.First(candidate => candidate.Name == outside.Head.Source).Spec;
            string name = TensorCatalog.Above(source).Any(candidate => candidate.Name == tensor.Name)
                ? tensor.Name
                : TensorCatalog.Below(source).First().Name;
            yield return new TensorOrigin(tensor, outside.Head.Source, name, outside.Head.Resize);
        }
    }
}
