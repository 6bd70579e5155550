using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Lab.Export;
using Solar.Runtime.Text;
using Solar.Runtime.Text.Chat;
using Xunit;

namespace Solar.Lab.Tests.Export;

/// <summary>Built-in templates in Jinja, rendered by Solar's own Jinja, against what they write themselves.</summary>
public sealed class TemplateJinjaTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-jinja-").FullName;

    public static TheoryData<string> Names => [.. ChatTemplate.BuiltIn];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Template_WritesAndTeachesWhatTheBuiltInOneDoes(string name)
    {
        ChatTemplate builtIn = ChatTemplate.Find(name, new Marks()), jinja = Jinja(name, addsBos: false);
        foreach (ChatMessage[] conversation in Conversations(name))
        {
            RenderedChat expected = builtIn.Render(conversation), actual = jinja.Render(conversation);
            Assert.Equal(expected.Text, actual.Text);
            Assert.Equal(expected.Messages.Select(message => message.Learnt), actual.Messages.Select(message => message.Learnt));
            Assert.Equal(builtIn.Render(conversation[..^1], addGenerationPrompt: true).Text, jinja.Render(conversation[..^1], addGenerationPrompt: true).Text);
        }
    }

    [Theory]
    [InlineData("solar", "<s>### User:\n")]
    [InlineData("llama2", "<s>[INST] ")]
    [InlineData("llama3", "<s><|start_header_id|>")]
    public void BeginToken_IsWrittenOnce(string name, string start)
    {
        string text = Jinja(name, addsBos: true).Render([new("user", "Hello"), new("assistant", "Hi")]).Text;
        Assert.StartsWith(start, text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("<s>").Length);
    }

    private ChatTemplate Jinja(string name, bool addsBos)
    {
        string file = Path.Combine(_folder, name + ".jinja");
        File.WriteAllText(file, TemplateJinja.Of(name, addsBos));
        return ChatTemplate.Find(file, new Marks(), dataDirectory: _folder);
    }

    private static IEnumerable<ChatMessage[]> Conversations(string name)
    {
        ChatMessage[] two = [new("user", "What's \"2 + 2\"?\nTell {{ me }}."), new("assistant", "It's 4.\n\nSurely.")];
        yield return two;
        yield return [.. two, new("user", "And 'twice'?"), new("assistant", "8 \\ 1")];
        if (name != "gemma")
        {
            yield return [new("system", "Be brief; don't shout."), .. two];
        }
    }

    // What templates ask of a tokenizer.
    private sealed class Marks : ITextTokenizer
    {
        public int VocabSize => 3;

        public int BosId => 1;

        public int EosId => 2;

        public bool AddsBos => true;

        public bool AddsEos => false;

        public string BosText => "<s>";

        public string EosText => "</s>";

        public IReadOnlyList<int> Encode(string text, bool addBos) => throw new NotSupportedException();

        public string Decode(IEnumerable<int> ids) => throw new NotSupportedException();
    }
}
