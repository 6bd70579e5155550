using System;
using System.Linq;
using Solar.Lab.Evaluation.Requests;
using Solar.Runtime;
using Solar.Runtime.Layers;
using Solar.Runtime.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Lab.Tests.Evaluation.Engine;

/// <summary>Log-likelihoods the plain way: one request at a time, token after token, each from a whole pass over all before it, in double precision.</summary>
internal static class PlainReference
{
    public static LogLikelihoodAnswer Answer(
        ICausalLanguageModel model, ITextTokenizer tokenizer, bool addsBos, int maxLength, LogLikelihoodRequest request)
    {
        int[] context = [.. tokenizer.Encode(request.Context, addsBos)];
        int[] whole = [.. tokenizer.Encode(request.Context + request.Continuation, addsBos)];
        int[] continuation = whole[context.Length..];
        int[] tokens = [.. context, .. continuation];
        tokens = tokens[Math.Max(0, tokens.Length - maxLength - 1)..];

        double sum = 0;
        bool isGreedy = true;
        for (int at = tokens.Length - continuation.Length; at < tokens.Length; at++)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable unrecorded = no_grad();
            Tensor ids = tensor(tokens[..at].Select(id => (long)id).ToArray()).unsqueeze(0);
            double[] logits = model.forward(ids, ForwardContext.None)[0, -1].to(ScalarType.Float64).data<double>().ToArray();
            double greatest = logits.Max();
            sum += logits[tokens[at]] - greatest - Math.Log(logits.Sum(logit => Math.Exp(logit - greatest)));
            isGreedy &= logits[tokens[at]] == greatest;
        }

        return new LogLikelihoodAnswer(sum, isGreedy);
    }
}
