using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Solar.Lab.Compilation;
using Solar.Lab.Evaluation.Engine;
using Solar.Lab.Evaluation.Requests;
using Solar.Runtime;
using Solar.Runtime.Text;
using Solar.Testing;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Lab.Tests.Evaluation.Engine;

/// <summary>Batches, padding and shared prefixes change no answer, whatever the architecture does with positions.</summary>
public sealed class GoldenEngineTests
{
    public GoldenEngineTests() => set_num_threads(1);

    /// <summary>Every architecture of the golden files.</summary>
    public static TheoryData<string> Architectures =>
    [
        "llama", "llama_linear_rope", "llama3_rope", "llama_mha_tied_bias", "mistral", "mistral_sw8", "falcon7b", "falcon40b", "falcon_rw_alibi",
        "gemma", "gemma2", "gpt2", "gpt_neox", "phi3", "qwen2", "qwen2_tied", "mixtral", "qwen2_moe",
    ];

    [SkippableTheory]
    [MemberData(nameof(Architectures))]
    public void AnswersTogether_AreThoseOfEachAlone(string architecture)
    {
        string folder = SolarAssets.Path("golden/" + architecture);
        CompiledProgram program = new InProcessCompiler().Compile(new ProgramSource().AddCheckpoint("Golden", folder));
        program.Invoke(Method(nameof(Check)), ["Golden"], [folder]);
    }

    private static MethodInfo Method(string name) => typeof(GoldenEngineTests).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;

    private static void Check<TModel>(string folder)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        using TModel model = TModel.Load(folder);
        using TModel exact = TModel.Load(folder, new Placement(Dtype: ScalarType.Float64));
        CheckLogLikelihoods(model, exact);
        CheckTexts(model);
    }

    // Against one token at a time in double precision.
    private static void CheckLogLikelihoods<TModel>(TModel model, TModel exact)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        LogLikelihoodRequest[] requests = [.. Requests(new Random(3))];
        LetterTokenizer tokenizer = new();
        const int MaxLength = 60;
        LogLikelihoodAnswer[] expected = [.. requests.Select(request => PlainReference.Answer(exact, tokenizer, addsBos: false, MaxLength, request))];

        var computed = new List<long>();
        EngineOptions[] ways =
        [
            new() { MaxLength = MaxLength },
            new() { MaxLength = MaxLength, SharesPrefixes = false },
            new() { MaxLength = MaxLength, BatchTokens = 150 },
            new() { MaxLength = MaxLength, BatchTokens = 1, SharesPrefixes = false },
        ];

        // In double precision nothing of the engine's own is left to be seen; in single it is the model's rounding.
        IEnumerable<LogLikelihoodAnswer> twice = new ModelAnswerer<TModel>(exact, tokenizer, ways[0]).Answer(requests).Cast<LogLikelihoodAnswer>();
        Assert.All(expected.Zip(twice), pair => Assert.Equal(pair.First.LogLikelihood, pair.Second.LogLikelihood, 1e-8));
        foreach (EngineOptions options in ways)
        {
            ModelAnswerer<TModel> answerer = new(model, tokenizer, options);
            EvaluationAnswer[] answers = [.. answerer.Answer(requests)];
            computed.Add(answerer.Work.TokensComputed);
            Assert.Equal(requests.Length, answers.Length);
            foreach ((LogLikelihoodAnswer wanted, EvaluationAnswer answer) in expected.Zip(answers))
            {
                LogLikelihoodAnswer given = Assert.IsType<LogLikelihoodAnswer>(answer);
                Assert.Equal(wanted.LogLikelihood, given.LogLikelihood, Math.Max(1e-5, 1e-6 * Math.Abs(wanted.LogLikelihood)));
                Assert.Equal(wanted.IsGreedy, given.IsGreedy);
            }
        }

        Assert.True(computed[0] < computed[3] * 3 / 4, $"with shared prefixes {computed[0]} tokens were computed, without {computed[3]}");
    }

    // A few beginnings, each with some documents, each of these with some choices: and some that are too long.
    private static IEnumerable<LogLikelihoodRequest> Requests(Random random)
    {
        string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)random.Next(33, 127)));
        for (int beginning = 0; beginning < 2; beginning++)
        {
            string examples = Letters(random.Next(20, 26));
            for (int document = 0; document < 3; document++)
            {
                string context = examples + Letters(random.Next(14, 20));
                for (int choice = 0; choice < 4; choice++)
                {
                    yield return new LogLikelihoodRequest(context, Letters(random.Next(1, 5)));
                }
            }
        }

        yield return new LogLikelihoodRequest(Letters(100), Letters(3));
        yield return new LogLikelihoodRequest(Letters(57), Letters(4));
        yield return new LogLikelihoodRequest(Letters(2), Letters(1));
    }

    // Against the generator of single texts.
    private static void CheckTexts<TModel>(TModel model)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        Random random = new(5);
        LetterTokenizer tokenizer = new();
        GenerationRequest[] requests = [.. Enumerable.Range(1, 6).Select(i =>
            new GenerationRequest(string.Concat(Enumerable.Range(0, i * 6).Select(_ => (char)random.Next(33, 127))), [], 20))];
        string[] expected = [.. requests.Select(request => string.Concat(TokenGenerator
            .Stream(model, [.. tokenizer.Encode(request.Context, false)], new GenerationOptions { MaxNewTokens = 20 }, tokenizer.EosId)
            .Where(id => id is not 1 and not 2).Select(id => (char)id)))];

        ModelAnswerer<TModel> answerer = new(model, tokenizer, new EngineOptions { MaxLength = 60, GenerationBatch = 4 });
        Assert.Equal(expected, answerer.Answer(requests).Select(answer => ((GenerationAnswer)answer).Text));

        // Strings that end a text, taken from the texts themselves: rows end at different times and leave the batch.
        GenerationRequest[] ended = [.. requests.Zip(expected, (request, text) => request with { Until = Ends(text) })];
        Assert.Equal(
            expected.Select(text => Ends(text).Aggregate(UpToAnEnd(text), Cut)),
            answerer.Answer(ended).Select(answer => ((GenerationAnswer)answer).Text));
    }

    // The later one first, so that the order has a say.
    private static string[] Ends(string text) => text.Length < 4 ? [] : [text[^2..], text[(text.Length / 2)..((text.Length / 2) + 2)]];

    // Where a text has one of its end strings, the model writes no further.
    private static string UpToAnEnd(string text) => Enumerable.Range(0, text.Length + 1)
        .Select(length => text[..length])
        .First(start => start.Length == text.Length || Ends(text).Any(end => start.Contains(end, StringComparison.Ordinal)));

    private static string Cut(string text, string stop)
    {
        int at = text.IndexOf(stop, StringComparison.Ordinal);
        return at < 0 ? text : text[..at];
    }
}
