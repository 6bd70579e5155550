using System;
using System.Collections.Generic;
using System.Linq;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>Layer ranges of one model or of several: embeddings from the first, norm and head from the last, unless it is said otherwise.</summary>
internal sealed class LayersLowering(LoweringContext context, RecipeLowering recipes)
{
    public LoweredRecipe? Lower(LayersRecipe layers, string element)
    {
        var parts = new List<(LoweredRecipe Recipe, string Name, string Element)>();
        LayerMap? map = null;
        (string Base, long Start, long End) below = ("", 0, 0);
        for (int i = 0; i < layers.Parts.Count; i++)
        {
            LayersPart part = layers.Parts[i];
            string at = layers.Parts.Count == 1 ? element : FormattableString.Invariant($"{element}.parts[{i}]");
            if (recipes.Lower(part.Base, at + ".base") is not { } inner)
            {
                return null;
            }

            if (part.Ranges.Count == 0)
            {
                context.Report(Rules.MissingKey, at, "layers", "ranges");
                return null;
            }

            var scope = new RecipeScope(context, inner, context.Text(part.Base), at);
            parts.Add((inner, scope.Text, at + ".base"));
            for (int k = 0; k < part.Ranges.Count; k++)
            {
                string key = FormattableString.Invariant($"ranges[{k}]");
                if (scope.Range(part.Ranges[k], key) is not { } range)
                {
                    return null;
                }

                if (below.Base == scope.Text && range.End <= below.Start)
                {
                    scope.Report(Rules.LayersRunBackwards, key, part.Ranges[k], below.End - 1, range.Start);
                }

                LayerMap slice = inner.Map.Slice(range.Start, range.End);
                map = map is null ? slice : map.Concat(slice);
                below = (scope.Text, range.Start, range.End);
                if (scope.IsTooDeep(map.Count, key, "layers", map.Count))
                {
                    return null;
                }
            }
        }

        return map is not null && Fit(parts) ? WithDonors(layers, parts, map, element) : null;
    }

    // Every further model must have the first's tensors; what it computes differently is a warning.
    private bool Fit(List<(LoweredRecipe Recipe, string Name, string Element)> parts)
    {
        (LoweredRecipe first, string firstName, _) = parts[0];
        var warned = new HashSet<string>(StringComparer.Ordinal);
        foreach ((LoweredRecipe other, string name, string element) in parts.Skip(1))
        {
            if (SourceRules.TensorDifference(firstName, first.Spec, name, other.Spec) is { } difference)
            {
                context.Report(Rules.SourcesDiffer, element, firstName, name, difference);
                return false;
            }

            if (first.Upcycling != other.Upcycling)
            {
                context.Report(Rules.SourcesDiffer, element, firstName, name, "only one of them is upcycled, or otherwise");
                return false;
            }

            if (SourceRules.KeyDifference(first.Spec, other.Spec) is { } key && warned.Add(name))
            {
                context.Report(Rules.SourcesComputeDifferently, element, name, firstName, key);
            }
        }

        return true;
    }

    private LoweredRecipe? WithDonors(
        LayersRecipe layers, List<(LoweredRecipe Recipe, string Name, string Element)> parts, LayerMap map, string element)
    {
        (LoweredRecipe first, _, _) = parts[0];
        (LoweredRecipe last, _, string lastElement) = parts[parts.Count - 1];
        Donor embeddings = new(first, first.Outside.Embeddings, parts[0].Name);
        Donor norm = new(last, new OutsideTensor(last.Outside.Norm), parts[parts.Count - 1].Name);
        Donor head = new(last, last.Outside.Head, parts[parts.Count - 1].Name);
        if (!Choose(layers.Embeddings, element + ".embeddings", parts, recipe => recipe.Outside.Embeddings, ref embeddings)
            || !Choose(layers.Norm, element + ".norm", parts, recipe => new OutsideTensor(recipe.Outside.Norm), ref norm)
            || !Choose(layers.Head, element + ".head", parts, recipe => recipe.Outside.Head, ref head))
        {
            return null;
        }

        // One source's head is its embedding, the other's is not: which of them the model has is for its author to say.
        string headElement = layers.Head is null ? lastElement : element + ".head";
        bool isTied = embeddings.Recipe.Spec.TieWordEmbeddings;
        if (layers.Head is null && isTied != head.Recipe.Spec.TieWordEmbeddings)
        {
            (string tied, string untied) = isTied ? (embeddings.Name, head.Name) : (head.Name, embeddings.Name);
            context.Report(Rules.TiedConflict, headElement, tied, untied);
            return null;
        }

        // A head that was named and is not the embedding's own stands by itself.
        bool staysTied = isTied && (layers.Head is null || head.Outside == embeddings.Outside);
        if (!staysTied && head.Recipe.Spec.VocabSize != embeddings.Recipe.Spec.VocabSize)
        {
            context.Report(
                Rules.VocabularyWithoutPolicy, headElement,
                $"the embeddings of '{embeddings.Name}' have {embeddings.Recipe.Spec.VocabSize} tokens and the head of '{head.Name}' {head.Recipe.Spec.VocabSize}",
                "take both from one model by 'embeddings' and 'head', or resize one of them by ResizeVocabulary");
            return null;
        }

        var outside = new OutsideTensors(embeddings.Outside, norm.Outside.Source, staysTied ? embeddings.Outside : head.Outside);
        DecoderSpec spec = first.Spec with
        {
            VocabSize = embeddings.Recipe.Spec.VocabSize,
            Head = first.Spec.Head with { IsTied = staysTied },
            Config = Config(first.Spec, embeddings.Recipe.Spec, staysTied),
        };
        ModelSource[] sources = [.. parts.Select(part => part.Recipe).Concat([embeddings.Recipe, norm.Recipe, head.Recipe])
            .SelectMany(recipe => recipe.Sources).GroupBy(source => source.Name).Select(same => same.First())];
        return FitOutside(spec, outside, sources, element)
            ? new LoweredRecipe(Depths.Of(spec, map, sources), map, outside, sources.ToEquatableArray()) { Upcycling = first.Upcycling }
            : null;
    }

    private static ConfigValues Config(DecoderSpec first, DecoderSpec embeddings, bool isTied)
    {
        ConfigValues config = first.Config;
        if (embeddings.VocabSize != first.VocabSize)
        {
            config = config.With("vocab_size", ConfigValue.Of((long)embeddings.VocabSize));
        }

        return isTied == first.TieWordEmbeddings ? config : config.With("tie_word_embeddings", ConfigValue.Of(isTied));
    }

    // A model that gives embeddings, norm or head alone must have them in this width too.
    private bool FitOutside(DecoderSpec spec, OutsideTensors outside, ModelSource[] sources, string element)
    {
        foreach (TensorOrigin origin in TensorOrigins.Of(spec, outside, sources))
        {
            DecoderSpec source = sources.First(candidate => candidate.Name == origin.Source).Spec;
            TensorSpec? found = TensorCatalog.Below(source).Concat(TensorCatalog.Above(source)).FirstOrDefault(tensor => tensor.Name == origin.Tensor);
            IEnumerable<long> expected = origin.Resize is { } resize ? [resize.Rows, .. origin.Target.Shape.Skip(1)] : origin.Target.Shape;
            if (found is null || !found.Shape.SequenceEqual(expected))
            {
                string shape = found is null ? "absent" : $"[{string.Join(", ", found.Shape)}]";
                context.Report(
                    Rules.SourcesDiffer, element, LoweringContext.Simple(sources[0].Name), LoweringContext.Simple(origin.Source),
                    $"tensor '{origin.Tensor}' is {shape} in '{LoweringContext.Simple(origin.Source)}', and [{string.Join(", ", expected)}] is needed");
                return false;
            }
        }

        return true;
    }

    // A donor that is one of the parts gives what the part has, a resized vocabulary too; another one is a source of its own.
    private bool Choose(
        NameReference? name, string element, List<(LoweredRecipe Recipe, string Name, string Element)> parts,
        Func<LoweredRecipe, OutsideTensor> take, ref Donor donor)
    {
        if (name is null)
        {
            return true;
        }

        if (recipes.Lower(new SourceRecipe(name), element) is not { } source)
        {
            return false;
        }

        string fullName = source.Sources[0].Name;
        LoweredRecipe recipe = parts.Select(part => part.Recipe).FirstOrDefault(part => take(part).Source == fullName) ?? source;
        donor = new Donor(recipe, take(recipe), LoweringContext.Simple(fullName));
        return true;
    }

    private readonly record struct Donor(LoweredRecipe Recipe, OutsideTensor Outside, string Name);
}
