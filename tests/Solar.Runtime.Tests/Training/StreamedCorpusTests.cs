using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Solar.Runtime.Tests.Layers;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Xunit;

namespace Solar.Runtime.Tests.Training;

/// <summary>What a corpus takes of memory while it is read.</summary>
[Collection(AloneCollection.Name)]
public sealed class StreamedCorpusTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A corpus of 48 MB goes through with little in memory: a line, what is written, and an index of 32 bytes a document.</summary>
    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.json")]
    public async Task LargeCorpus_IsStreamed(string name)
    {
        const int count = 3000;
        using (StreamWriter file = new(_folder[name]))
        {
            string text = new('a', 16_000);
            file.Write(name == "a.json" ? "[" : "");
            for (int i = 0; i < count; i++)
            {
                file.Write(i > 0 && name == "a.json" ? ",\n" : i > 0 ? "\n" : "");
                file.Write($"{{\"text\":\"{i}{text}\"}}");
            }

            file.Write(name == "a.json" ? "]" : "");
        }

        WeighingTokenizer tokenizer = new();
        DatasetDescription dataset = new() { Name = "Tests.A", Kind = "dataset", Path = name };
        PretrainOptions options = new() { MaxLength = 3, DataDirectory = _folder.Path, CacheDirectory = _folder["cache"] };
        using TokenRows rows = (await TrainingData.OpenAsync([dataset], options, tokenizer, 259)).Rows;

        Assert.Equal(count, rows.DocumentCount);
        Assert.InRange(tokenizer.Growth, 0, 8 << 20);
    }

    /// <summary>Gives one token a text, and looks at times how much more is in memory than at first.</summary>
    private sealed class WeighingTokenizer : ITextTokenizer
    {
        private long _first, _calls;

        public long Growth { get; private set; }

        public int VocabSize => 259;

        public int BosId => 1;

        public int EosId => 2;

        public bool AddsBos => false;

        public bool AddsEos => false;

        public IReadOnlyList<int> Encode(string text, bool addBos)
        {
            if (++_calls % 500 == 0)
            {
                long now = GC.GetTotalMemory(forceFullCollection: true);
                _first = _first == 0 ? now : _first;
                Growth = Math.Max(Growth, now - _first);
            }

            return [5];
        }

        public string Decode(IEnumerable<int> ids) => "";
    }
}
