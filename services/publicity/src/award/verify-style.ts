/** The colours and measures of the portal's public pages, for the page that has no script and asks for nothing else. */
export const VERIFY_STYLE = `:root{color-scheme:light dark;--paper:light-dark(#fff,#1b232c);--page:light-dark(#f4f6f8,#12181f);--line:light-dark(#e3e8ed,#33404c);--edge:light-dark(#8c99a6,#7d8b99);--text:light-dark(#1d2733,#e6ebf0);--text-2:light-dark(#4b5866,#bdc7d1);--link:light-dark(#2c5f8a,#8bbbe6);--fill:light-dark(#2c4a63,#3d6d96);--red:light-dark(#b71c1c,#ff9b93);--red-soft:light-dark(#fdecec,#40201f);--green:light-dark(#2b6a3d,#86cf9c);--green-soft:light-dark(#e7f3ea,#1c3325)}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;display:flex;flex-direction:column;background:var(--page);color:var(--text);font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC",system-ui,sans-serif;font-variant-numeric:tabular-nums}
a{color:var(--link);text-underline-offset:3px}:focus-visible{outline:3px solid #6aa3d5;outline-offset:2px;border-radius:4px}
header{background:var(--paper);border-bottom:1px solid var(--line)}
.bar{max-width:1040px;margin:0 auto;padding:12px 24px;display:flex;flex-wrap:wrap;align-items:center;gap:4px 24px;font-size:14px}
.bar a{text-decoration:none;padding:4px 0}.bar a:hover{text-decoration:underline}
.brand{display:flex;align-items:center;gap:10px;font-size:17px;font-weight:600;letter-spacing:.08em}
nav{display:flex;flex-wrap:wrap;gap:0 20px;margin-right:auto}nav a{color:var(--text-2)}
nav a[aria-current]{color:var(--text);font-weight:600;box-shadow:0 2px 0 var(--red)}
main{flex:1;width:100%;max-width:640px;margin:0 auto;padding:32px 24px 64px;display:grid;gap:24px;align-content:start}
h1{font-size:22px;line-height:1.4;text-align:center;margin:0}
article,form{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:24px}
article{border-top:4px solid #b71c1c}
p{margin:0}.state{font-size:22px;font-weight:600;padding:8px 16px;border-radius:6px;margin-bottom:20px}
.valid{color:var(--green);background:var(--green-soft)}.ended{color:var(--red);background:var(--red-soft)}
dl{display:grid;grid-template-columns:fit-content(40%) minmax(0,1fr);gap:8px 24px;margin:0}dt{color:var(--text-2)}dd{margin:0;overflow-wrap:anywhere}
form{display:grid;gap:8px}label{font-size:14px}.ask{display:flex;flex-wrap:wrap;gap:12px}
input{flex:1 1 200px;min-width:0;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--edge);border-radius:6px;padding:8px 12px}
input[aria-invalid]{border-color:var(--red)}.fault{color:var(--red);overflow-wrap:anywhere}
button{font:inherit;color:#fff;background:var(--fill);border:0;border-radius:6px;padding:8px 24px;min-height:44px;cursor:pointer}
.quiet{color:var(--text-2);font-size:14px}
footer{border-top:1px solid var(--line);color:var(--text-2)}footer .bar{justify-content:center;text-align:center}
@media(max-width:720px){.bar{padding:10px 16px}nav{order:1;width:100%;gap:0 16px}header .brand{margin-right:auto}main{padding:20px 0 48px}article,form{border-inline:0;border-radius:0;padding:20px 16px}.note{padding:0 16px}}
@media print{:root{color-scheme:light}header,footer,form{display:none}body{background:#fff}}`;
