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
    /// <summary>The tensors in front of the layers.</summary>
    public static IEnumerable<TensorSpec> Front(DecoderSpec spec) => One(spec).TakeWhile(tensor => tensor.Layer < 0);

    /// <summary>The tensors behind the layers.</summary>
    public static IEnumerable<TensorSpec> Behind(DecoderSpec spec) => One(spec).SkipWhile(tensor => tensor.Layer < 0).SkipWhile(tensor => tensor.Layer >= 0);

    /// <summary>Whether a tensor has one row a token.</summary>
    public static bool IsOfVocabulary(DecoderSpec spec, TensorSpec tensor) => tensor.Layer < 0 && tensor.Shape.Count > 0 && tensor.Shape[0] == spec.VocabSize;

    /// <summary>Where the tensors around the layers come from, in the order of the checkpoint.</summary>
    /// <param name="spec">The target.</param>
    /// <param name="outside">Whose they are.</param>
    /// <param name="sources">The sources.</param>
    public static IEnumerable<TensorOrigin> Of(DecoderSpec spec, OutsideTensors outside, IReadOnlyCollection<ModelSource> sources)
    {
        foreach (TensorSpec tensor in Front(spec))
        {
            yield return new TensorOrigin(
                tensor, outside.Embeddings.Source, tensor.Name, IsOfVocabulary(spec, tensor) ? outside.Embeddings.Resize : null);
        }

        foreach (TensorSpec tensor in Behind(spec))
        {
            if (!IsOfVocabulary(spec, tensor))
            {
                yield return new TensorOrigin(tensor, outside.Norm, tensor.Name, Resize: null);
                continue;
            }

            // A source whose head is tied gives its embedding.
            DecoderSpec source = sources.First(candidate => candidate.Name == outside.Head.Source).Spec;
            string name = Behind(source).Any(candidate => candidate.Name == tensor.Name)
                ? tensor.Name
                : Front(source).First(candidate => IsOfVocabulary(source, candidate)).Name;
            yield return new TensorOrigin(tensor, outside.Head.Source, name, outside.Head.Resize);
        }
    }

    private static IEnumerable<TensorSpec> One(DecoderSpec spec) => TensorCatalog.Tensors(spec with { NumHiddenLayers = 1 });
}
