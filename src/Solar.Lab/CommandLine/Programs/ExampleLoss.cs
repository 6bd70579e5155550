using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using Solar.Lab.Evaluation;
using Solar.Runtime;
using Solar.Runtime.Text;
using static TorchSharp.torch;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>
/// How well the model of a checkpoint predicts examples. Apart from the commands, since whoever touches this class loads TorchSharp.
/// <see cref="Runtime.Native.TorchLibrary.EnsureLoaded"/> comes first.
/// </summary>
/// <param name="model">The emitted type.</param>
/// <param name="folder">Its checkpoint, with a tokenizer.</param>
internal sealed class ExampleLoss(Type model, string folder)
{
    /// <summary>The mean over all predicted tokens of all examples, in nats.</summary>
    /// <param name="examples">The examples; of one with a prompt the answer alone is predicted.</param>
    /// <param name="cancellationToken">Stops between two examples.</param>
    /// <exception cref="CommandException">An example is longer than the model reads.</exception>
    public double Of(IReadOnlyList<Example> examples, CancellationToken cancellationToken)
    {
        MethodInfo mean = typeof(ExampleLoss).GetMethod(nameof(MeanAs), BindingFlags.NonPublic | BindingFlags.Instance)!;
        return (double)mean.MakeGenericMethod(model).Invoke(this, BindingFlags.DoNotWrapExceptions, binder: null, [examples, cancellationToken], culture: null)!;
    }

    private double MeanAs<TModel>(IReadOnlyList<Example> examples, CancellationToken cancellationToken)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        ITextTokenizer tokenizer = SentencePieceTokenizer.Load(folder);
        using TModel loaded = TModel.Load(folder);
        double sum = 0;
        long predicted = 0;
        foreach (Example example in examples)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (int[] ids, int given) = Tokens(tokenizer, example);
            if (ids.Length > loaded.MaxPositions)
            {
                throw new CommandException($"An example has {ids.Length} tokens, and the model reads {loaded.MaxPositions}: shorten '{Start(example)}'.");
            }

            sum += TokenLoss.Mean(loaded, ids, given) * (ids.Length - given);
            predicted += ids.Length - given;
        }

        return sum / predicted;
    }

    // As LM-Cocktail does: prompt, a space, answer, and the end of the text; what the prompt alone has as tokens is given.
    private static (int[] Ids, int Given) Tokens(ITextTokenizer tokenizer, Example example)
    {
        string text = example.Prompt.Length == 0 ? example.Answer : $"{example.Prompt} {example.Answer}";
        int[] ids = [.. tokenizer.Encode(text, tokenizer.AddsBos), tokenizer.EosId];
        int prompt = example.Prompt.Length == 0 ? 1 : tokenizer.Encode(example.Prompt, tokenizer.AddsBos).Count;
        return (ids, Math.Clamp(prompt, 1, ids.Length - 1));
    }

    private static string Start(Example example) => new([.. (example.Prompt + example.Answer).Take(40)]);
}
