using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Runtime.Tests.Training;
using Solar.Runtime.Text;
using Solar.Runtime.Text.Chat;
using Xunit;

namespace Solar.Runtime.Tests.Text.Chat;

/// <summary>Built-in templates against the published ones, and what is known of where answers stand.</summary>
public sealed class ChatTemplateTests : IDisposable
{
    private static readonly ChatMessage System = new(ChatMessage.System, "You are terse."), Hi = new(ChatMessage.User, "Hi"), Hello = new(ChatMessage.Assistant, "Hello!"),
        Bye = new(ChatMessage.User, "user"), SeeYou = new(ChatMessage.Assistant, " See\nyou.\n");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("solar", true)]
    [InlineData("chatml", true)]
    [InlineData("llama2", true)]
    [InlineData("llama3", true)]
    [InlineData("mistral", false)]
    [InlineData("zephyr", true)]
    [InlineData("gemma", false)]
    [InlineData("phi3", true)]
    public void BuiltIn_WritesWhatThePublishedTemplateWrites(string name, bool hasSystem)
    {
        ChatTemplate builtIn = ChatTemplate.Find(name, new ByteTokenizer());
        JinjaTemplate published = Interpreted(PublishedTemplates.Of(name));
        IReadOnlyList<ChatMessage>[] conversations =
            [[Hi], [Hi, Hello], [Hi, Hello, Bye], [Hi, Hello, Bye, SeeYou], .. hasSystem ? new IReadOnlyList<ChatMessage>[] { [System, Hi], [System, Hi, Hello, Bye, SeeYou] } : []];
        foreach (IReadOnlyList<ChatMessage> conversation in conversations)
        {
            foreach (bool goesOn in (bool[])[false, conversation[^1].Role == ChatMessage.User])
            {
                RenderedChat expected = published.Render(conversation, goesOn), rendered = builtIn.Render(conversation, goesOn);

                // SOLAR's own ends no answer: what a model is to learn has an end.
                Assert.Equal(expected.Text, name == "solar" ? rendered.Text.Replace("</s>", "", StringComparison.Ordinal) : rendered.Text);
                Assert.Equal(expected.Messages.Select(message => Part(expected, message.Content)), rendered.Messages.Select(message => Part(rendered, message.Content)));
            }
        }
    }

    /// <summary>What is found by rendering beginnings is what is known of the built-in ones.</summary>
    [Theory]
    [InlineData("chatml")]
    [InlineData("llama2")]
    [InlineData("llama3")]
    [InlineData("mistral")]
    [InlineData("zephyr")]
    [InlineData("gemma")]
    [InlineData("phi3")]
    public void LearntPart_IsFoundByRenderingBeginnings(string name)
    {
        ChatMessage[] conversation = [Hi, Hello, Bye, SeeYou];
        RenderedChat found = Interpreted(PublishedTemplates.Of(name)).Render(conversation), known = ChatTemplate.Find(name, new ByteTokenizer()).Render(conversation);

        Assert.Equal(known.Messages.Select(message => message.Learnt), found.Messages.Select(message => message.Learnt));
        Assert.Equal(2, found.Messages.Count(message => message.Learnt is not null));
    }

    [Theory]
    [InlineData("solar", "### User:\nHi\n\n### Assistant:\nHello!</s>", "Hello!</s>")]
    [InlineData("alpaca", "Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction:\nHi\n\n### Response:\nHello!</s>", "Hello!</s>")]
    [InlineData("plain", "HiHello!</s>", "Hello!</s>")]
    public void Rendering_IsTheFormatString(string name, string text, string learnt)
    {
        RenderedChat chat = ChatTemplate.Find(name, new ByteTokenizer()).Render([Hi, Hello]);

        Assert.Equal(text, chat.Text);
        Assert.Equal(learnt, Part(chat, chat.Messages[1].Learnt!.Value));
    }

    [Fact]
    public void GenerationBlocks_SayWhatIsLearnt()
    {
        JinjaTemplate template = Interpreted(
            "{% for m in messages %}[{{ m.role }}]{% if m.role == 'assistant' %}{% generation %}{{ m.content }}<end>{% endgeneration %}{% else %}{{ m.content }}{% endif %}\n{% endfor %}");

        RenderedChat chat = template.Render([Hi, Hello, Bye, SeeYou]);

        Assert.Equal(["Hello!<end>", " See\nyou.\n<end>"], chat.Messages.Where(message => message.Learnt is not null).Select(message => Part(chat, message.Learnt!.Value)));
    }

    [Fact]
    public void DroppedContent_IsNamedWithItsRole()
    {
        JinjaTemplate template = Interpreted("{% for m in messages if m.role != 'system' %}{{ m.content }};{% endfor %}");

        ChatTemplateException refusal = Assert.Throws<ChatTemplateException>(() => template.Render([System, Hi, Hello]));

        Assert.Contains("leaves out the content of message 1, of the role system", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnswerThatIsRewrittenLater_IsRefused()
    {
        // As templates that leave out the thoughts of earlier answers.
        JinjaTemplate template = Interpreted("{% for m in messages %}{{ m.content.split('|')[-1] if not loop.last else m.content }}\n{% endfor %}");

        ChatTemplateException refusal = Assert.Throws<ChatTemplateException>(() => template.Render([Hi, new(ChatMessage.Assistant, "hm|Hello!"), Bye, SeeYou]));

        Assert.Contains("leaves out the content of message 2, of the role assistant", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BeginningThatIsNoneOfTheWhole_LeavesOpenWhatIsLearnt()
    {
        RenderedChat chat = Interpreted("{{ messages | length }}:{% for m in messages %}{{ m.content }}\n{% endfor %}").Render([Hi, Hello, Bye, SeeYou]);

        Assert.Contains("renders the conversation before answer 2 otherwise than within the whole", chat.Messages[1].Problem, StringComparison.Ordinal);
        Assert.Null(chat.Messages[1].Learnt);
    }

    [Fact]
    public void WordsOfTheTemplate_AreNotTakenForAContent()
    {
        RenderedChat chat = Interpreted(PublishedTemplates.ChatMl).Render([new(ChatMessage.User, "user"), new(ChatMessage.Assistant, "im_end"), new(ChatMessage.User, ""), Hello]);

        Assert.Equal(["user", "im_end", "", "Hello!"], chat.Messages.Select(message => Part(chat, message.Content)));
        Assert.Equal("<|im_start|>user\n", chat.Text[..chat.Messages[0].Content.Start]);
        Assert.Equal("im_end<|im_end|>", Part(chat, chat.Messages[1].Learnt!.Value));
    }

    [Theory]
    [InlineData("gemma", "message 1 has the role 'system', and this template has no place for it")]
    [InlineData("llama3", "message 2 has the role 'tool'")]
    [InlineData("mistral", "user and assistant take turns")]
    [InlineData("chatml", "the system speaks first")]
    [InlineData("llama2", "within the first turn of the user, and there is none")]
    public void ConversationWithoutAPlace_IsRefused(string name, string problem)
    {
        ChatMessage[] messages = name switch
        {
            "gemma" => [System, Hi],
            "llama3" => [Hi, new("tool", "42")],
            "mistral" => [Hi, Hi],
            "chatml" => [Hi, System],
            _ => [System],
        };

        ChatTemplateException refusal = Assert.Throws<ChatTemplateException>(() => ChatTemplate.Find(name, new ByteTokenizer()).Render(messages));

        Assert.StartsWith($"template {name}: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckpointsOwnTemplate_IsFoundInItsFiles()
    {
        _folder.Write("tokenizer_config.json", """{ "chat_template": [ { "name": "tool_use", "template": "x" }, { "name": "default", "template": "{{ bos_token }}{{ messages[0].content }}\n" } ] }""");
        Assert.Equal("<s>Hi", ChatTemplate.Find("tokenizer", new ByteTokenizer(), _folder.Path).Render([Hi]).Text);

        _folder.Write("chat_template.jinja", "{{ messages[0].content }}{{ eos_token }}");
        ChatTemplate apart = ChatTemplate.Find("tokenizer", new ByteTokenizer(), _folder.Path), file = ChatTemplate.Find("chat_template.jinja", new ByteTokenizer(), dataDirectory: _folder.Path);
        Assert.Equal("Hi</s>", apart.Render([Hi]).Text);
        Assert.Equal(apart.Fingerprint, file.Fingerprint);
        Assert.True(apart.IsWhole);
    }

    [Fact]
    public void Auto_IsTheCheckpointsOwnOrElseSolar()
    {
        Assert.Equal("solar", ChatTemplate.Find("auto", new ByteTokenizer(), _folder.Path).Name);

        _folder.Write("chat_template.jinja", "{{ messages[0].content }}{{ eos_token }}");
        Assert.Equal("Hi</s>", ChatTemplate.Find("auto", new ByteTokenizer(), _folder.Path).Render([Hi]).Text);
    }

    [Fact]
    public void BuiltInTemplates_AreThoseThatTheLanguageKnows() => Assert.Equal(ChatTemplates.BuiltIn, ChatTemplate.BuiltIn);

    [Fact]
    public void TemplateThatIsNowhere_IsNamedWithThoseThatAre()
    {
        Assert.Contains("known are solar, alpaca, chatml", Assert.Throws<ChatTemplateException>(() => ChatTemplate.Find("vicuna", new ByteTokenizer())).Message, StringComparison.Ordinal);
        Assert.Contains("has neither chat_template.jinja nor a chat_template", Assert.Throws<ChatTemplateException>(() => ChatTemplate.Find("tokenizer", new ByteTokenizer(), _folder.Path)).Message, StringComparison.Ordinal);
    }

    private static JinjaTemplate Interpreted(string source) =>
        new("test.jinja", source, new Dictionary<string, string?> { ["bos_token"] = "<s>", ["eos_token"] = "</s>" }, new DateTimeOffset(2026, 3, 7, 0, 0, 0, TimeSpan.Zero));

    private static string Part(RenderedChat chat, CharacterSpan span) => chat.Text[span.Start..span.End];
}
