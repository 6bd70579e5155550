using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Text;
using Solar.Runtime.Text.Chat;

namespace Solar.Runtime.Training.Data.Conversations;

/// <summary>A conversation as tokens.</summary>
/// <param name="Ids">Its tokens, begin token included.</param>
/// <param name="Spans">The characters of each in the rendered text.</param>
/// <param name="Chat">The rendered text.</param>
internal sealed record EncodedChat(IReadOnlyList<int> Ids, IReadOnlyList<CharacterSpan> Spans, RenderedChat Chat)
{
    /// <summary>
    /// Which tokens are learnt: those with a character of an answer or of the mark that ends it. A token that begins before an answer, as a space that goes
    /// with a word does, is one that a model writes.
    /// </summary>
    /// <exception cref="RecordProblem">The template does not tell what of an answer a model has to write.</exception>
    public bool[] Learnt(LearntTurns learns)
    {
        if (learns == LearntTurns.All)
        {
            return [.. Ids.Select(_ => true)];
        }

        RenderedMessage[] answers = [.. Chat.Messages.Where(message => message.Message.Role == ChatMessage.Assistant)];
        answers = learns == LearntTurns.Completion && answers.Length > 0 ? answers[^1..] : answers;
        return Array.Find(answers, answer => answer.Problem is not null) is { } unknown
            ? throw new RecordProblem($"cannot be learnt from: {unknown.Problem}")
            : Learnt([.. answers.Select(answer => answer.Learnt!.Value)]);
    }

    /// <summary>Which tokens have a character of some spans.</summary>
    public bool[] Learnt(CharacterSpan[] spans) => [.. Spans.Select(token => Array.Exists(
        spans, span => span.Overlaps(token) || (token.Length == 0 && token.Start >= span.Start && token.Start < span.End)))];
}
