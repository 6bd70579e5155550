// Program.cs(5,28): Error SOLAR101: hidden_size 4096 is not divisible by num_attention_heads 7: change one of them, or write head_dim
// Program.cs(11,11): Error SOLAR011: 'text_file' needs 'a path'
