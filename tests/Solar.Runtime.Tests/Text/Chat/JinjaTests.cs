using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Text.Chat.Jinja;
using Xunit;

namespace Solar.Runtime.Tests.Text.Chat;

/// <summary>The interpreter against what Jinja 3 gives, with the settings that transformers renders chat templates with.</summary>
public sealed class JinjaTests
{
    private static readonly DateTimeOffset Day = new(2026, 3, 7, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("{{ 1 + 2 * 3 }} {{ (1 + 2) * 3 }} {{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 2 ** 10 }}", "7 9 3 -4 2 3.5 1024")]
    [InlineData("{{ 1.0 }} {{ 1 == 1.0 }} {{ true == 1 }} {{ 'a' < 'b' }} {{ 1 < 2 < 3 }} {{ 3 > 2 > 2 }}", "1.0 True True True True False")]
    [InlineData("{{ 'a' ~ 1 ~ none }} {{ 'ab' * 3 }} {{ [1] + [2] }} {{ 'x' \"y\" }}", "a1None ababab [1, 2] xy")]
    [InlineData("{{ not true or true }} {{ 0 or 'y' }} {{ 1 and 'x' }} {{ 'z' if false }}|{{ 'a' if 1 else 'b' }}", "True y x |a")]
    [InlineData("{{ 'x' in 'xyz' }} {{ 'q' not in ['a'] }} {{ 'k' in {'k': 1} }} {{ not 1 in [1] }}", "True True True False")]
    [InlineData("{{ [1, 'a', none, true, {'b': 2.5}] }} {{ (1, 2)[1] }} {{ \"it's\" }} {{ [\"it's\"] }}", "[1, 'a', None, True, {'b': 2.5}] 2 it's [\"it's\"]")]
    [InlineData("{{ 'abcdef'[1:3] }} {{ 'abc'[::-1] }} {{ [1,2,3][-1] }} {{ [1,2,3][:-1] }} {{ [1,2,3,4][1::2] }} {{ 'abc'[5:] }}|", "bc cba 3 [1, 2] [2, 4] |")]
    [InlineData("{{ missing }}|{{ d.missing }}|{{ d['k'] }}{{ d.k }}{{ d.get('z', 'def') }}{{ d.get('z') }}", "||vvdefNone")]
    [InlineData("{{ d.items() | list }} {{ d.keys() | join(',') }} {{ d | length }}", "[['k', 'v'], ['j', 'w']] k,j 2")]
    [InlineData("{{ ' a b '.strip() }}|{{ 'xxaxx'.strip('x') }}|{{ 'a,b,c'.split(',', 1) }}|{{ ' a  b '.split() }}|{{ 'a</t>b'.split('</t>')[-1] }}", "a b|a|['a', 'b,c']|['a', 'b']|b")]
    [InlineData("{{ 'ab'.startswith('a') }} {{ 'ab'.endswith(('x', 'b')) }} {{ 'aXa'.replace('a', 'b', 1) }} {{ 'hello world'.title() }} {{ 'ABC'.lower() }} {{ '-'.join(['a', 'b']) }}", "True True bXa Hello World abc a-b")]
    [InlineData("{{ ' a ' | trim }}|{{ 'a' | upper }}|{{ [3,1,2] | sort }}|{{ [1,2] | first }}{{ [1,2] | last }}|{{ 'a' | default('b') }}{{ missing | default('b') }}{{ '' | default('c', true) }}", "a|A|[1, 2, 3]|12|abc")]
    [InlineData("{{ users | map(attribute='name') | join(', ') }} {{ users | selectattr('age', 'gt', 3) | list | length }} {{ users | rejectattr('age', 'equalto', 3) | map(attribute='name') | first }}", "ann, bob 1 bob")]
    [InlineData("{{ ['a', '', 'b'] | select | list }} {{ [1,2,3] | select('odd') | list }} {{ ['a'] | map('upper') | list }} {{ '5' | int + 1 }} {{ 5 | string + 'a' }}", "['a', 'b'] [1, 3] ['A'] 6 5a")]
    [InlineData("{{ {'a': [1, true, none, 'x\\n\"ä']} | tojson }}", "{\"a\": [1, true, null, \"x\\n\\\"ä\"]}")]
    [InlineData("{{ {'a': [1, {}]} | tojson(indent=2) }}", "{\n  \"a\": [\n    1,\n    {}\n  ]\n}")]
    [InlineData("{{ x is defined }} {{ missing is defined }} {{ missing is not defined }} {{ none is none }} {{ 'a' is string }} {{ d is mapping }} {{ 4 is divisibleby 2 }} {{ 1 is number and 1 is not string }}", "True False True True True True True True")]
    [InlineData("{% for i in range(3) %}{{ loop.index }}{{ loop.first }}{{ loop.last }}{{ loop.previtem if not loop.first }};{% endfor %}", "1TrueFalse;2FalseFalse0;3FalseTrue1;")]
    [InlineData("{% for k, v in d.items() %}{{ k }}={{ v }}{{ ',' if not loop.last }}{% else %}none{% endfor %}{% for i in [] %}x{% else %}none{% endfor %}", "k=v,j=wnone")]
    [InlineData("{% for i in range(9) if i % 2 %}{% if i == 7 %}{% break %}{% elif i == 3 %}{% continue %}{% endif %}{{ i }}{{ loop.index0 }} {% endfor %}", "10 52 ")]
    [InlineData("{% set x = 1 %}{% for i in [1, 2] %}{% set x = x + i %}{{ x }}{% endfor %}{{ x }}", "231")]
    [InlineData("{% set ns = namespace(x=1) %}{% for i in [1, 2] %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}", "4")]
    [InlineData("{% set a, b = 1, 2 %}{{ b }}{{ a }}{% set t | upper %}cap{{ a }}{% endset %}{{ t }}{% filter upper %}x{% endfilter %}", "21CAP1X")]
    [InlineData("{% macro hi(name, end='!') %}Hi {{ name }}{{ end }}{% endmacro %}{{ hi('ann') }}{{ hi('bob', end='?') }}", "Hi ann!Hi bob?")]
    [InlineData("a {#- comment -#} b {%- if true -%} c {%- endif %} d", "abc d")]
    [InlineData("{% if true %}\n  a\n  {% if true %}\n  b\n  {% endif %}\n{% endif %}\n", "  a\n  b\n")]
    [InlineData("  {{ 1 }}\n  {%+ if true %}x{% endif +%}\ny", "  1\n  x\ny")]
    [InlineData("{% raw %}{{ x }}{% endraw %}{{ '{{' }}{{ \"%}\" }}", "{{ x }}{{%}")]
    [InlineData("{{ strftime_now('%d %b %Y') }} {{ strftime_now('%A %j %%') }}", "07 Mar 2026 Saturday 066 %")]
    [InlineData("{{ 'a\\nb' }} {{ 'caf\\u00e9' }} {{ '\\\\d' }}", "a\nb café \\d")]
    [InlineData("{{ {'a': {'b': 1}}['a']['b'] }}{{ {'a': 1}.a }}{{ [[1], [2]][1][0] }}", "112")]
    [InlineData("{{ 'ab' | length }}{{ '😀' | length }}{{ '😀a'[1] }}{{ 'x' | indent(2, true) }}", "21a  x")]
    public void Rendering_IsJinjas(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("a\n{{ x | shout }}", "line 2, column 8: filter 'shout' is not known here; known are abs, capitalize")]
    [InlineData("{{ x is shiny }}", "line 1, column 9: test 'shiny' is not known here; known are boolean")]
    [InlineData("{% include 'a' %}", "line 1, column 4: block 'include' is not known here; known are if, for, set")]
    [InlineData("{{ x.shout() }}", "line 1, column 11: 'shout' is no function here; known methods of a text are capitalize")]
    [InlineData("{{ shout(x) }}", "line 1, column 9: 'shout' is no function here; known functions are dict, namespace")]
    [InlineData("{% if x %}", "line 1, column 4: 'if' does not end; '{% endif %}' is missing")]
    [InlineData("{% endfor %}", "line 1, column 4: 'endfor' ends no block that is open")]
    [InlineData("{% for i in x %}{% endif %}", "line 1, column 20: 'endif' stands where 'endfor' was expected")]
    [InlineData("{{ x", "line 1, column 1: this tag does not end; '}}' is missing")]
    [InlineData("{{ 'x }}", "line 1, column 4: this text does not end")]
    [InlineData("{# x", "this comment does not end")]
    [InlineData("{{ }}", "'}}' stands where a value was expected")]
    [InlineData("{{ x y }}", "line 1, column 6: 'y' stands where '}}' was expected")]
    [InlineData("{{ 'a' + 1 }}", "a text + a number has no meaning")]
    [InlineData("{{ missing.x }}", "'missing' is undefined, and has no 'x'")]
    [InlineData("{{ 1 // 0 }}", "divided by 0")]
    [InlineData("{{ raise_exception('no system role') }}", "the template refuses: no system role")]
    [InlineData("{% break %}", "'break' stands in no loop")]
    [InlineData("{% set x.y = 1 %}", "'x' is no namespace")]
    [InlineData("{{ [].append(1) }}", "'append' is no function here; known methods of a list are count, index")]
    [InlineData("{{ strftime_now('%Q') }}", "strftime_now does not know '%Q'")]
    [InlineData("{% for i in x recursive %}{% endfor %}", "loops that call themselves ('recursive') are not known here")]
    public void Fault_IsToldWithItsPlace(string template, string problem) =>
        Assert.Contains(problem, Assert.Throws<JinjaException>(() => Render(template)).Message, StringComparison.Ordinal);

    /// <summary>A template comes with a checkpoint from anywhere: it may be wrong, but not endless.</summary>
    [Theory]
    [InlineData("{% set ns = namespace(x='aaaaaaaaaa') %}{% for i in range(100000) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}", "characters")]
    [InlineData("{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}", "steps and is not done")]
    [InlineData("{{ range(100001) }}", "a list of 100001 items")]
    [InlineData("{{ 'a' * 100000000 }}", "characters")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "macros call each other")]
    [InlineData("{{ 9 ** 99 }}", "more than a whole number holds")]
    [InlineData("{{ 99999999999999999999 }}", "more than a whole number holds")]
    public void Template_EndsAndIsBounded(string template, string problem) =>
        Assert.Contains(problem, Assert.Throws<JinjaException>(() => Render(template)).Message, StringComparison.Ordinal);

    [Fact]
    public void DeepTemplates_AreRefusedAndEndNoProcess()
    {
        const int depth = 20_000;
        string[] deep =
        [
            $"{{{{ {new string('(', depth)}1{new string(')', depth)} }}}}",
            $"{{{{ {new string('[', depth)}{new string(']', depth)} }}}}",
            $"{{{{ {string.Concat(Enumerable.Repeat("not ", depth))}1 }}}}",
            $"{{{{ {new string('-', depth)}1 }}}}",
            $"{{{{ x{string.Concat(Enumerable.Repeat(".x", depth))} }}}}",
            string.Concat(Enumerable.Repeat("{% if 1 %}", depth)),
            $"{{{{ 1{string.Concat(Enumerable.Repeat(" + 1", 10 * depth))} }}}}",
            $"{{{{ 1{string.Concat(Enumerable.Repeat(" if 1 else 1", depth))} }}}}",
        ];

        Assert.All(deep, template => Assert.Contains("deep", Assert.ThrowsAny<JinjaException>(() => Render(template)).Message.Replace("more than 100 steps", "deep", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    /// <summary>Whatever is cut out of a template or put into it, the interpreter answers or refuses, and throws nothing else.</summary>
    [Fact]
    public void BrokenTemplates_AreRefusedAndNothingElseIsThrown()
    {
        Random random = new(7);
        string[] sources = [PublishedTemplates.Zephyr, PublishedTemplates.Llama2, PublishedTemplates.Gemma, "{% set ns = namespace(a=[1]) %}{{ ns.a[::-1] | map('string') | join('-') }}{# x #}{% raw %}y{% endraw %}"];
        string[] parts = ["{{", "}}", "{%", "%}", "-", "'", "(", ")", "[", "]", ":", "|", ".", "if", "for", "end", "in", "1", "\n", "{#", "raw", "not", "is", "\ud83d"];
        for (int i = 0; i < 4000; i++)
        {
            string source = sources[random.Next(sources.Length)];
            int at = random.Next(source.Length), length = random.Next(Math.Min(12, source.Length - at));
            string broken = source[..at] + parts[random.Next(parts.Length)] + source[(at + length)..];
            try
            {
                Render(broken);
            }
            catch (JinjaException)
            {
                // Refused, with a place.
            }
        }
    }

    private static string Render(string template)
    {
        IReadOnlyList<JinjaStatement> statements = JinjaParser.Read(template);
        return JinjaRenderer.Render(
            template,
            statements,
            [
                ("x", "text"),
                ("d", JinjaDict.Of(("k", "v"), ("j", "w"))),
                ("users", new List<object?> { JinjaDict.Of(("name", "ann"), ("age", 3L)), JinjaDict.Of(("name", "bob"), ("age", 5L)) }),
                ("messages", new List<object?> { JinjaDict.Of(("role", "user"), ("content", "Hi")), JinjaDict.Of(("role", "assistant"), ("content", "Hello")) }),
                ("bos_token", "<s>"),
                ("eos_token", "</s>"),
                ("add_generation_prompt", true),
            ],
            Day).Text;
    }
}
